"""Decisions: one cold over twenty years of a person's facts, and a rank review of many people.

    python -m benchmarks.decision [PEOPLE]

Targets: one cold decision at most 5 ms; a review in twice the time for twice the people.
"""

import sys
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID

from services.assessment.events import AnnualGradeDecided, CoefficientDecided, Grade
from services.gateway.decision.decision import canonical_bytes
from services.gateway.decision.explanation import explain
from services.gateway.decision.kinds import KINDS, decide, policy_kinds
from services.gateway.decision.question import Question
from services.kernel.event import Event, Recorded, encode
from services.kernel.fact import read_fact
from services.kernel.policy import Shelf, load_shelf
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


def _instant(day: date):  # noqa: ANN202  an instant in UTC
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=9)


def one(events: list[Recorded], person: str, shelf: Shelf) -> bytes:
    """From recorded events to the canonical bytes and the explanation."""
    asked = Question(kind="police_rank", person=person, as_of=date(2024, 7, 1))
    decision = decide(asked, map(read_fact, events), shelf)
    explain(decision, KINDS["police_rank"])
    return canonical_bytes(decision)


def main(people: int) -> int:
    shelf = load_shelf(POLICIES, "r0", policy_kinds())
    events = log("p0", 0)
    started = time.perf_counter()
    one(events, "p0", shelf)
    first = (time.perf_counter() - started) * 1000
    times = []
    for _ in range(50):
        started = time.perf_counter()
        one(events, "p0", shelf)
        times.append((time.perf_counter() - started) * 1000)
    cold = median(times)
    print(f"facts of one person          {len(events):>8}")
    print(f"first decision of a process  {first:>8.2f} ms")
    print(f"one decision, cold facts     {cold:>8.2f} ms   (target {COLD_MS_MAX} ms)")
    for count in (people // 2, people):
        logs = [log(f"p{n}", n) for n in range(count)]
        started = time.perf_counter()
        for number, mine in enumerate(logs):
            one(mine, f"p{number}", shelf)
        took = time.perf_counter() - started
        print(f"rank review of {count:>5} people   {took:>8.2f} s    {count / took:,.0f} people/s")
    return 0 if cold <= COLD_MS_MAX else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 400))
