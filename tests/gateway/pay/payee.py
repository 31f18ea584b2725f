"""Slips of facts written as in case files, and random files of one person, for tests of pay."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from services.assessment.events import AnnualGradeDecided, CoefficientDecided, Grade
from services.gateway.decision.dossier import assemble
from services.gateway.decision.question import Question
from services.gateway.pay.months import first_day, last_day, month_named, name_of
from services.gateway.pay.rules import PayRules
from services.gateway.pay.run import Run, run_all
from services.gateway.pay.should_be import should_be
from services.gateway.pay.slip import Slip
from services.gateway.pay.timeline import Timeline, read_timeline
from services.kernel.event import Event, decode_fast, encode
from services.kernel.fact import Fact
from services.roster.events import (
    AttendanceMonthRecorded,
    AuxiliaryLevelAwarded,
    BonusGranted,
    Category,
    ContributionBaseSet,
    DutyPost,
    DutyPostAssigned,
    FactRevoked,
    OfficerPayItem,
    PayItemSet,
    PoliceRank,
    RankAwarded,
    RankManner,
    SanctionImposed,
    SanctionKind,
    ServiceEntered,
)
from tests.gateway.on_file import SHELF, on_file

RULES = PayRules(SHELF)
FIRST = month_named("2024-01")
AUXILIARY = (
    "{入职: 勤务辅警, on: 2020-01-01}",
    "{auxiliary_level_awarded: 5, on: 2023-01-01}",
    "{duty_post_assigned: 一线勤务, on: 2020-01-01}",
    "{contribution_base_set: 520000, on: 2023-07-01}",
)
OFFICER = (
    "{入职: 民警, on: 2010-01-01}",
    "{rank_awarded: 二级警司, on: 2020-10-15}",
    "{固定工资项目: 职务工资 900000, on: 2023-01-01}",
    "{contribution_base_set: 900000, on: 2023-07-01}",
)


def runs(first: str, last: str) -> list[Run]:
    return [Run(name_of(m)) for m in range(month_named(first), month_named(last) + 1)]


def slips(first: str, last: str, *lines: str, rules: PayRules = RULES) -> list[Slip]:
    return run_all("person", runs(first, last), on_file(*lines), rules)


def timeline(month: str, *lines: str) -> Timeline:
    """Everything on file is known."""
    question = Question(kind="pay", person="person", as_of=last_day(month_named(month)))
    return read_timeline(assemble(on_file(*lines), question), RULES)


def amounts(month: str, *lines: str, part: str = "gross") -> dict[str, int]:
    """What a month should be, by item, in fen."""
    pay = should_be(timeline(month, *lines), month_named(month))
    return {line.item: line.amount_fen for line in pay.lines if line.part == part}


def paid(found: list[Slip], month: str, part: str = "gross") -> dict[str, int]:
    """What all runs together settled of one month, by item; nothing for what came to nothing."""
    sums: dict[str, int] = {}
    for slip in found:
        for line in slip.lines:
            if line.part == part and line.month == month:
                sums[line.item] = sums.get(line.item, 0) + line.amount_fen
    return {item: fen for item, fen in sums.items() if fen}


def _fact(number: int, data: Event, on: date, recorded_at: datetime, **mends: int | None) -> Fact:
    ids = {name: UUID(int=at) if at is not None else None for name, at in mends.items()}
    return Fact(
        event_id=UUID(int=number),
        type=data.TYPE,
        effective_on=on,
        recorded_at=recorded_at,
        subject_seq=number,
        corrects=ids.get("corrects"),
        revokes=ids.get("revokes"),
        basis="",
        data=decode_fast(data.TYPE, encode(data)),
    )


@st.composite
def happenings(draw: st.DrawFn, officer: bool) -> Event:
    month = name_of(FIRST + draw(st.integers(0, 4)))
    if officer:
        return draw(
            st.one_of(
                st.builds(
                    PayItemSet,
                    item=st.sampled_from(list(OfficerPayItem)[:3]),
                    monthly_fen=st.integers(0, 300_000),
                ),
                st.builds(
                    RankAwarded,
                    rank=st.sampled_from(list(PoliceRank)[2:6]),
                    manner=st.sampled_from([RankManner.TAKEN_OVER, RankManner.BY_TIME]),
                ),
                st.builds(SanctionImposed, kind=st.sampled_from(list(SanctionKind)[:3])),
                st.builds(AnnualGradeDecided, year=st.just(2023), grade=st.sampled_from(Grade)),
                st.builds(
                    ContributionBaseSet, average_monthly_wage_fen=st.integers(500_000, 900_000)
                ),
                st.builds(BonusGranted, month=st.just(month), amount_fen=st.integers(1, 900_000)),
            )
        )
    return draw(
        st.one_of(
            st.builds(AuxiliaryLevelAwarded, level=st.integers(1, 7)),
            st.builds(DutyPostAssigned, duty_post=st.sampled_from(DutyPost)),
            st.builds(CoefficientDecided, month=st.just(month), percent=st.integers(0, 150)),
            st.builds(
                AttendanceMonthRecorded,
                month=st.just(month),
                nights=st.integers(0, 10),
                overtime_weekday_minutes=st.integers(0, 1_000),
                personal_leave_half_days=st.integers(0, 5),
            ),
            st.builds(ContributionBaseSet, average_monthly_wage_fen=st.integers(500_000, 900_000)),
            st.builds(BonusGranted, month=st.just(month), amount_fen=st.integers(1, 900_000)),
        )
    )


@st.composite
def files(draw: st.DrawFn) -> list[Fact]:
    """Somebody who serves all year, with facts of five months learned in any order, some mended."""
    officer = draw(st.booleans())
    start = datetime(2023, 12, 1, tzinfo=UTC)
    long_ago = date(2020, 1, 1)
    category = Category.OFFICER if officer else Category.AUXILIARY_DUTY
    found = [_fact(1, ServiceEntered(category=category), long_ago, start)]
    base: list[Event] = (
        [
            PayItemSet(item=OfficerPayItem.OTHER, monthly_fen=900_000),
            RankAwarded(rank=PoliceRank.SUPERINTENDENT_2),
        ]
        if officer
        else [
            DutyPostAssigned(duty_post=DutyPost.FRONTLINE),
            AuxiliaryLevelAwarded(level=2),
        ]
    )
    base.append(ContributionBaseSet(average_monthly_wage_fen=600_000))
    found += [_fact(n, data, long_ago, start) for n, data in enumerate(base, 2)]
    for number in range(10, 10 + draw(st.integers(0, 8))):
        recorded_at = start + timedelta(minutes=draw(st.integers(0, 60 * 24 * 190)))
        target = draw(st.one_of(st.none(), st.sampled_from(found)))
        mendable = target is not None and target.event_id.int >= 10
        if mendable and target.recorded_at < recorded_at and draw(st.booleans()):
            data = FactRevoked()
            found.append(
                _fact(number, data, target.effective_on, recorded_at, revokes=target.event_id.int)
            )
            continue
        data = draw(happenings(officer))
        on = first_day(FIRST) + timedelta(days=draw(st.integers(-20, 150)))
        corrects = None
        if mendable and target.recorded_at < recorded_at and target.type == data.TYPE:
            corrects = target.event_id.int
        found.append(_fact(number, data, on, recorded_at, corrects=corrects))
    return found
