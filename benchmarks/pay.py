"""Pay: one month of many people with every line explained, and two years of one person.

    python -m benchmarks.pay

Targets: 5,000 people's month within 5 s on one core; at most 1 ms a person; a person's history
in proportion to its months.
"""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID

from benchmarks.bench_server import Figure, Ratio, show
from services.assessment.events import CoefficientDecided
from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import KINDS, policy_kinds
from services.gateway.pay.answer import as_decision
from services.gateway.pay.months import month_named, name_of
from services.gateway.pay.population import Payee, run_month
from services.gateway.pay.rules import PayRules
from services.gateway.pay.run import Run, run_all
from services.gateway.pay.slip import Slip, canonical_bytes
from services.kernel.event import Event, decode_fast, encode
from services.kernel.fact import Fact
from services.kernel.policy_files import load_shelf
from services.roster.events import (
    AttendanceMonthRecorded,
    AuxiliaryLevelAwarded,
    Category,
    ContributionBaseSet,
    DeductionKind,
    DutyPost,
    DutyPostAssigned,
    OfficerPayItem,
    PayItemSet,
    PoliceRank,
    PostAssigned,
    PostGrade,
    RankAwarded,
    RankManner,
    ServiceEntered,
    SpecialDeductionDeclared,
)

PERSON_MS_MAX, MONTH_SECONDS_MAX = 1.0, 5.0
RIVAL_MS = 72  # An employee and period, its best published figure (payrollengine.org).
PEOPLE = 5_000
POLICIES = Path(__file__).parents[1] / "policies"
FIRST = month_named("2023-01")
MONTHS = 24
RUNS = [Run(name_of(m)) for m in range(FIRST, FIRST + MONTHS)]
OFFICERS_IN_TEN = 3


def _common(number: int) -> Iterator[tuple[date, Event]]:
    yield date(2023, 1, 1), ContributionBaseSet(average_monthly_wage_fen=480_000 + number % 400_000)
    yield (
        date(2023, 1, 1),
        SpecialDeductionDeclared(
            kind=DeductionKind.ELDERLY, monthly_fen=150_000, first_month="2023-01"
        ),
    )
    for month in range(FIRST, FIRST + MONTHS):
        name = name_of(month)
        on = date(month // 12, month % 12 + 1, 20)
        yield (
            on,
            AttendanceMonthRecorded(
                month=name,
                nights=number % 8,
                overtime_weekday_minutes=60 * (number % 10),
                duty_rest_days=number % 5,
            ),
        )
        yield on + timedelta(days=10), CoefficientDecided(month=name, percent=80 + number % 40)


def officer(number: int) -> Iterator[tuple[date, Event]]:
    yield date(2012, 7, 1), ServiceEntered(category=Category.OFFICER)
    yield date(2012, 7, 1), PostAssigned(post_grade=PostGrade.SECTION_MEMBER)
    for rank, day, manner in (
        (PoliceRank.SUPERINTENDENT_3, date(2013, 7, 1), RankManner.FIRST),
        (PoliceRank.SUPERINTENDENT_2, date(2016, 7, 1), RankManner.BY_TIME),
        (PoliceRank.SUPERINTENDENT_1, date(2019, 7, 1), RankManner.BY_TIME),
    ):
        yield day, RankAwarded(rank=rank, manner=manner)
    for item in list(OfficerPayItem)[:6]:
        yield date(2023, 1, 1), PayItemSet(item=item, monthly_fen=100_000 + number)
    yield from _common(number)


def auxiliary(number: int) -> Iterator[tuple[date, Event]]:
    yield date(2018, 3, 1), ServiceEntered(category=Category.AUXILIARY_DUTY)
    yield date(2018, 3, 1), DutyPostAssigned(duty_post=DutyPost.FRONTLINE)
    yield date(2018, 9, 1), AuxiliaryLevelAwarded(level=6)
    yield date(2021, 9, 1), AuxiliaryLevelAwarded(level=5)
    yield from _common(number)


def facts_of(number: int) -> list[Fact]:
    """As the gateway reads them from its table."""
    life = officer(number) if number % 10 < OFFICERS_IN_TEN else auxiliary(number)
    return [
        Fact(
            event_id=UUID(int=(number << 64) | at),
            type=data.TYPE,
            effective_on=on,
            recorded_at=datetime(on.year, on.month, on.day, 1, tzinfo=UTC),
            subject_seq=at + 1,
            corrects=None,
            revokes=None,
            basis="",
            data=decode_fast(data.TYPE, encode(data)),
        )
        for at, (on, data) in enumerate(life)
    ]


def month_seconds(people: int, rules: PayRules) -> tuple[float, list[Slip]]:
    """One month of everybody, each with the slip of the month before."""
    files = [facts_of(number) for number in range(people)]
    before = [run_all("p", RUNS[-2:-1], facts, rules) for facts in files]
    payees = [Payee(f"p{n}", f, s) for n, (f, s) in enumerate(zip(files, before, strict=True))]
    started = time.perf_counter()
    slips = list(run_month(RUNS[-1], payees, rules))
    return time.perf_counter() - started, slips


def telling_seconds(slips: list[Slip]) -> float:
    started = time.perf_counter()
    for slip in slips:
        canonical_bytes(slip)
        explain(as_decision(slip), KINDS["pay"])
    return time.perf_counter() - started


def history_ms(number: int, months: int, rules: PayRules) -> float:
    """Of one person's runs, one after another."""
    facts = facts_of(number)
    took = []
    for _ in range(5):
        started = time.perf_counter()
        run_all("p", RUNS[:months], facts, rules)
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


async def main(*, as_json: bool) -> None:
    rules = PayRules(load_shelf(POLICIES, "r0", policy_kinds()))
    took, slips = month_seconds(PEOPLE, rules)
    some = slips[: PEOPLE // 5]
    told = telling_seconds(some)
    half, whole = history_ms(0, MONTHS // 2, rules), history_ms(0, MONTHS, rules)
    each = 1000 * (took / PEOPLE + told / len(some))
    show(
        f"pay: a month of {PEOPLE} people, every line with formula, inputs, facts and policy",
        [
            Figure("people a second, one core", PEOPLE / took, f"{took:.2f} s"),
            Figure("told in two languages, and as JSON", len(some) / told),
            Figure(f"{MONTHS} months of one officer", 1000 * MONTHS / whole, f"{whole:.1f} ms"),
        ],
        [
            Ratio(f"{PERSON_MS_MAX:g} ms a person over ours, told", PERSON_MS_MAX / each, 1),
            Ratio(f"{MONTH_SECONDS_MAX:g} s over ours", MONTH_SECONDS_MAX / took, 1),
            Ratio("twice the months in twice the time", 2 * half / whole, 0.9),
            Ratio("Payroll Engine's published 72 ms over ours, told", RIVAL_MS / each, 1),
        ],
        as_json=as_json,
    )


if __name__ == "__main__":
    asyncio.run(main(as_json=False))
