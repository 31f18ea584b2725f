"""What each year leads to, in order: honours, salary, lowering, admonition. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.gateway.annual.policy import AnnualLaw
from services.gateway.annual.years import Year, is_running
from services.gateway.decision.decision import Outcome, Step
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.finding import cite
from services.gateway.rank.blocks import Block
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster.events import HonourAwarded, HonourKind, PostAssigned, PostManner

SALARY_STEP = "salary_step"  # 工资档次
SALARY_GRADE = "salary_grade"  # 级别
LOWERED = "post_grade_lowered"  # 降低一个职务或职级层次
ADMONISHED = "admonition"  # 诫勉


def consequences(
    dossier: Dossier, law: AnnualLaw, found: Sequence[Year], delays: Sequence[Block]
) -> list[Step]:
    """Everything owed up to now and not on file, in order of its day."""
    steps = [
        *_honours(dossier, law, list(found)),
        *_salary(law, found, delays),
        *_poor(dossier, law, found),
    ]
    order = [HonourKind.COMMENDATION.value]
    return sorted(steps, key=lambda s: (s.effective_on, s.ground not in order, s.ground))


def _step(
    ground: str, on: date, clause: str, facts: Sequence[Fact], outcome: Outcome = Outcome.PROPOSE
) -> Step:
    return Step(outcome=outcome, ground=ground, effective_on=on, clause=clause, facts=cite(facts))


def _honours(dossier: Dossier, law: AnnualLaw, found: list[Year]) -> Iterator[Step]:
    """One a year, and one more for every run of three; those on file are no longer owed."""
    rules = law.excellent
    awarded = list(dossier.of(HonourAwarded))
    for at, year in enumerate(found):
        if not year.is_graded(rules.grade):
            continue
        owed = [(rules.honour, [year.fact])]
        if is_running(found, at, rules.merit_years_running, rules.grade):
            run = found[at + 1 - rules.merit_years_running : at + 1]
            owed.append((rules.merit, [y.fact for y in run]))
        for kind, facts in owed:
            if not _take(awarded, kind, year):
                yield _step(kind.value, year.fact.effective_on, rules.source, facts)


def _take(awarded: list[Fact], kind: HonourKind, year: Year) -> bool:
    """The award for this year, each award once: from the year's end until the next one's."""
    first, last = date(year.year, 12, 31), date(year.year + 1, 12, 30)
    for fact in awarded:
        if fact.data.kind == kind and first <= fact.effective_on <= last:
            awarded.remove(fact)
            return True
    return False


def _salary(law: AnnualLaw, found: Sequence[Year], delays: Sequence[Block]) -> Iterator[Step]:
    """From 1 January after the year that completes them; inside a sanction on its first free day.

    Source: 公务员考核规定 art. 20; 政务处分法 art. 19; reading S17.
    """
    rules = law.counted
    counted = [year for year in found if year.is_counted]
    for length, ground, kinds in (
        (rules.years_a_salary_step, SALARY_STEP, law.delay.salary_step),
        (rules.years_a_salary_grade, SALARY_GRADE, law.delay.salary_grade),
    ):
        blocks = [block for block in delays if block.facts[0].data.kind in kinds]
        for end in range(length, len(counted) + 1, length):
            group = counted[end - length : end]
            on, held_up = _free_day(date(group[-1].year + 1, 1, 1), blocks)
            yield _step(ground, on, rules.source, [*(y.fact for y in group), *held_up])


def _free_day(on: date, delays: Sequence[Block]) -> tuple[date, list[Fact]]:
    held_up: list[Fact] = []
    while True:
        block = next((b for b in delays if b.covers(on)), None)
        if block is None:
            return on, held_up
        on = block.last_day + ONE_DAY
        held_up += block.facts


def _poor(dossier: Dossier, law: AnnualLaw, found: Sequence[Year]) -> Iterator[Step]:
    lowered = [f for f in dossier.of(PostAssigned) if f.data.manner == PostManner.NOT_COMPETENT]
    for year in found:
        on = year.fact.effective_on
        if year.is_graded(law.basic.grade):
            yield _step(ADMONISHED, on, law.basic.source, [year.fact])
        elif year.is_graded(law.incompetent.grade):
            order = next((f for f in lowered if f.effective_on >= on), None)
            if order is not None:
                lowered.remove(order)
            else:
                yield _step(LOWERED, on, law.incompetent.source, [year.fact], Outcome.ADJUST)
