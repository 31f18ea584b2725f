"""Decisions: one cold over twenty years of a person's facts, and a rank review of many people.

Targets: one cold decision at most 5 ms; a review in twice the time for twice the people.
"""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID

from benchmarks.bench_server import Figure, Ratio, show
from services.assessment.events import AnnualGradeDecided, CoefficientDecided, Grade
from services.gateway.decision.decision import canonical_bytes
from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import KINDS, decide, policy_kinds
from services.gateway.decision.question import Question
from services.kernel.event import Event, Recorded, encode
from services.kernel.fact import read_fact
from services.kernel.policy import Shelf
from services.kernel.policy_files import load_shelf
from services.roster.events import (
    AttendanceMonthRecorded,
    HonourAwarded,
    HonourKind,
    PoliceRank,
    PostAssigned,
    PostGrade,
    RankAwarded,
    RankManner,
    SanctionImposed,
    SanctionKind,
)
from services.training.events import CourseKind, CoursePassed

COLD_MS_MAX = 5.0
PEOPLE = 400
FIRST = date(2004, 7, 1)
YEARS = 20
RANKS = (
    ("superintendent_3", "2004-07-01"),
    ("superintendent_2", "2007-07-01"),
    ("superintendent_1", "2010-07-01"),
    ("supervisor_3", "2014-07-01"),
    ("supervisor_2", "2018-07-01"),
)
POLICIES = Path(__file__).parents[1] / "policies"


def life() -> list[tuple[date, Event]]:
    """Twenty years of one officer: ranks, posts, grades, courses, and every month's figures."""
    facts: list[tuple[date, Event]] = [
        (
            date.fromisoformat(day),
            RankAwarded(
                rank=PoliceRank(rank),
                manner=RankManner.BY_TIME if at else RankManner.FIRST,
            ),
        )
        for at, (rank, day) in enumerate(RANKS)
    ]
    facts += [
        (FIRST, PostAssigned(post_grade=PostGrade.SECTION_MEMBER)),
        (date(2012, 3, 1), PostAssigned(post_grade=PostGrade.SECTION_DEPUTY)),
        (date(2019, 3, 1), PostAssigned(post_grade=PostGrade.SECTION_CHIEF)),
        (date(2014, 5, 20), CoursePassed(course=CourseKind.RANK_SUPERVISOR)),
        (date(2016, 2, 3), SanctionImposed(kind=SanctionKind.WARNING)),
    ]
    for year in range(FIRST.year, FIRST.year + YEARS):
        grade = Grade.EXCELLENT if year % 5 == 0 else Grade.COMPETENT
        facts += [
            (date(year + 1, 1, 20), AnnualGradeDecided(year=year, grade=grade)),
            (date(year, 9, 10), HonourAwarded(kind=HonourKind.COMMENDATION)),
            (date(year, 10, 10), CoursePassed(course=CourseKind.ANNUAL, days=15)),
        ]
        for month in range(1, 13):
            name = f"{year}-{month:02}"
            day = date(year, month, 25)
            facts += [
                (day, AttendanceMonthRecorded(month=name, nights=4, duty_rest_days=3)),
                (day, CoefficientDecided(month=name, percent=100)),
            ]
    return sorted(facts, key=lambda f: f[0])


def log(person: str, number: int) -> list[Recorded]:
    counted: dict[str, int] = {}
    events = []
    for at, (day, data) in enumerate(life()):
        counted[data.ROOM] = counted.get(data.ROOM, 0) + 1
        events.append(
            Recorded(
                pos=at + 1,
                event_id=UUID(int=(number << 64) | at),
                type=data.TYPE,
                stream_id=f"person-{person}",
                version=at + 1,
                subject=person,
                subject_seq=counted[data.ROOM],
                effective_on=day,
                recorded_at=_instant(day),
                actor="benchmark",
                command_id=UUID(int=0),
                correlation_id="benchmark",
                causation_id=None,
                corrects=None,
                revokes=None,
                basis="",
                reason="",
                data=encode(data),
                chain=b"",
            )
        )
    return events


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=9)


def one(events: list[Recorded], person: str, shelf: Shelf) -> bytes:
    """From recorded events to the canonical bytes and the explanation."""
    asked = Question(kind="police_rank", person=person, as_of=date(2024, 7, 1))
    decision = decide(asked, map(read_fact, events), shelf)
    explain(decision, KINDS["police_rank"])
    return canonical_bytes(decision)


def median_ms(events: list[Recorded], shelf: Shelf, rounds: int = 50) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        one(events, "p0", shelf)
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


def review(people: int, shelf: Shelf) -> float:
    """People decided and explained a second, on one core, facts already read."""
    logs = [log(f"p{n}", n) for n in range(people)]
    started = time.perf_counter()
    for number, mine in enumerate(logs):
        one(mine, f"p{number}", shelf)
    return people / (time.perf_counter() - started)


async def main(*, as_json: bool) -> None:
    shelf = load_shelf(POLICIES, "r0", policy_kinds())
    events = log("p0", 0)
    cold = median_ms(events, shelf)
    half, whole = review(PEOPLE // 2, shelf), review(PEOPLE, shelf)
    show(
        f"decision: {len(events)} facts over {YEARS} years, with explanation",
        [
            Figure("one decision, cold", 1000 / cold, f"{cold:.2f} ms"),
            Figure(f"rank review, {PEOPLE // 2} people, one core", half),
            Figure(f"rank review, {PEOPLE} people, one core", whole),
        ],
        [
            Ratio(f"cold, {COLD_MS_MAX:g} ms over ours", COLD_MS_MAX / cold, 1),
            Ratio("twice the people in twice the time", whole / half, 0.9),
            Ratio("100,000 people in 60 s on two cores", 2 * whole * 60 / 100_000, 1),
        ],
        as_json=as_json,
    )


if __name__ == "__main__":
    asyncio.run(main(as_json=False))
