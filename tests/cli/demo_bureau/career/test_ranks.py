"""The rank decision itself finds nothing wrong with any career, and what each story promises."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from uuid import UUID

import pytest

from services.cli.demo_bureau.career.ranks import LADDER, PERIODS, rank_career
from services.gateway.decision.kinds import decide, policy_kinds
from services.gateway.decision.question import Question
from services.kernel.event import decode_fast, encode
from services.kernel.fact import Fact
from services.kernel.legal_dates import next_day_after
from services.kernel.policy_files import load_shelf
from services.kernel.protect.told import Told
from services.kernel.settings import REPOSITORY
from services.roster.events import (
    PoliceRank,
    RankAwarded,
    RankManner,
    SanctionImposed,
    SanctionKind,
)
from services.training.events import CourseKind, CoursePassed
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw

KNOWN = datetime(2040, 1, 1, tzinfo=UTC)
PROMISED = {
    0: "ELIGIBLE",
    2: "WAIT",
    3: "BLOCKED",
    4: "BLOCKED",
    5: "HOLD",
    6: "CEILING",
    7: "BLOCKED",
    8: "WAIT",
    9: "PROPOSE",
    13: "WAIT",
    19: "PROMOTE",
}


@cache
def shelf():
    return load_shelf(REPOSITORY / "policies", "r0", policy_kinds())


def facts_of(person, rows):
    return [
        Fact(
            event_id=UUID(int=number),
            type=row.data.TYPE,
            effective_on=row.effective_on,
            recorded_at=KNOWN - timedelta(days=1),
            subject_seq=number,
            corrects=None,
            revokes=None,
            basis="",
            data=decode_fast(row.data.TYPE, encode(row.data)),
        )
        for number, row in enumerate(drawn.about(person, rows), start=1)
        if not isinstance(row.data, Told)  # Sealed: no decision reads them.
    ]


def asked(person, facts, day: date):
    question = Question(kind="police_rank", person=person.id, as_of=day, known_at=KNOWN)
    return decide(question, facts, shelf())


@every_draw
def test_no_order_on_file_is_wrong_and_each_story_ends_as_told(seed, today):
    for person in drawn.people(seed, today)[:35]:
        answer = asked(person, facts_of(person, drawn.rows(seed, today)), today)
        assert answer.set_aside == (), (person.place, person.story)
        expected = PROMISED.get(person.place)
        allowed = {"WAIT", "CEILING"} if expected is None else {expected}
        assert answer.outcome.value in allowed, (person.place, answer.outcome)


@every_draw
def test_the_officer_who_speaks_is_promoted_in_ten_days_unless_sanctioned(seed, today):
    person = drawn.people(seed, today)[2]
    facts = facts_of(person, drawn.rows(seed, today))
    due_on = asked(person, facts, today).due_on
    assert timedelta(days=10) <= due_on - today <= timedelta(days=12)

    promoted = asked(person, facts, due_on)
    assert (promoted.outcome.value, promoted.to) == ("PROMOTE", "superintendent_1")
    sanction = SanctionImposed(kind=SanctionKind.WARNING)
    late = Fact(
        event_id=UUID(int=10_000),
        type=sanction.TYPE,
        effective_on=today - timedelta(days=20),
        recorded_at=KNOWN,
        subject_seq=10_000,
        corrects=None,
        revokes=None,
        basis="",
        data=decode_fast(sanction.TYPE, encode(sanction)),
    )
    assert asked(person, [*facts, late], due_on).outcome.value == "BLOCKED"


@every_draw
def test_periods_and_trainings_of_the_law(seed, today):
    for person in drawn.people(seed, today)[:35]:
        rows = drawn.about(person, drawn.rows(seed, today))
        passed = {r.data.course: r.effective_on for r in reversed(drawn.of(rows, CoursePassed))}
        orders = drawn.of(rows, RankAwarded)
        for before, after in pairwise(orders):
            place = LADDER.index(before.data.rank)
            assert after.data.rank == LADDER[place + 1]
            months = PERIODS[before.data.rank]
            if after.data.manner == RankManner.EARLY:
                months -= 12
            assert after.effective_on >= next_day_after(before.effective_on, months)
            if after.data.rank == PoliceRank.SUPERVISOR_3:
                assert passed[CourseKind.RANK_SUPERVISOR] <= after.effective_on


def test_nobody_else_has_a_rank():
    seed, today = drawn.DRAWS[0]
    auxiliary = next(p for p in drawn.people(seed, today) if p.is_auxiliary)
    assert rank_career(auxiliary, today).orders == []


@pytest.mark.parametrize("place", [8, 9])
def test_a_recruit_has_no_rank_yet(place):
    seed, today = drawn.DRAWS[0]
    assert rank_career(drawn.people(seed, today)[place], today).orders == []
