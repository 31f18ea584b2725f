"""Contracts follow one another without a gap, and end on a named path."""

from datetime import timedelta
from itertools import pairwise

from services.roster.events import (
    ContractEnded,
    ContractKind,
    ContractSigned,
    DutyPostAssigned,
    ServiceLeft,
    UnitAssigned,
)
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_contracts_join_and_the_third_is_open(seed, today):
    for person in drawn.people(seed, today):
        signed = drawn.of(drawn.about(person, drawn.rows(seed, today)), ContractSigned)
        assert bool(signed) != person.is_officer
        for before, after in pairwise(signed):
            assert before.data.last_day + timedelta(days=1) == after.effective_on
        assert [one.data.kind for one in signed[2:]] in ([], [ContractKind.OPEN])
        assert all(one.data.probation_months == 0 for one in signed[1:])


@every_draw
def test_whoever_left_has_one_ended_contract_on_the_same_day(seed, today):
    rows = drawn.rows(seed, today)
    left = {r.subject: r.effective_on for r in drawn.of(rows, ServiceLeft)}
    assert {r.subject: r.effective_on for r in drawn.of(rows, ContractEnded)} == left


@every_draw
def test_everybody_has_a_place_from_the_first_day(seed, today):
    for person in drawn.people(seed, today):
        rows = drawn.about(person, drawn.rows(seed, today))
        assert drawn.of(rows, UnitAssigned)[0].effective_on == person.entered_on
        posts = drawn.of(rows, DutyPostAssigned)
        if person.is_auxiliary:
            assert posts[0].effective_on == person.entered_on
            assert posts[-1].data.duty_post == person.duty_post


@every_draw
def test_some_were_rotated(seed, today):
    moves = len(drawn.of(drawn.rows(seed, today), UnitAssigned))
    assert moves > len(drawn.people(seed, today)) + 5
