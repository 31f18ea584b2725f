"""The parts of an answer: amounts, approvers, next dates, flags."""

import pytest

from services.gateway.rank.answers import changes, next_due
from services.roster.events import PoliceRank
from tests.gateway.on_file import DAY, SHELF, ask, on_file

LAW = SHELF.in_force("police_rank", DAY("2024-06-01")).law
TABLE = SHELF.in_force("rank_allowance", DAY("2024-06-01")).law


def test_no_change_of_amount_is_no_line():
    flat = SHELF.in_force("rank_allowance", DAY("1994-01-01")).law
    low, high = PoliceRank.CONSTABLE_2, PoliceRank.CONSTABLE_1
    assert changes(flat, low, high, DAY("1994-01-01")) == ()
    assert changes(None, low, high, DAY("1992-08-01")) == ()


@pytest.mark.parametrize(("old", "new"), [(None, 6400), (6400, None)])
def test_from_nothing_and_to_nothing(old, new):
    rank = PoliceRank.CONSTABLE_2
    (line,) = changes(TABLE, rank if old else None, rank if new else None, DAY("2024-01-31"))
    assert (line.from_fen, line.to_fen, str(line.from_on)) == (old or 0, new or 0, "2024-02-01")


def test_next_due_ends_where_selection_begins():
    assert str(next_due(LAW, PoliceRank.SUPERVISOR_2, DAY("2024-02-29"))) == "2028-02-29"
    assert next_due(LAW, PoliceRank.SUPERVISOR_1, DAY("2024-02-29")) is None


def test_a_lowering_is_approved_by_who_approves_the_rank_lost():
    facts = on_file(
        "{rank_awarded: 三级警督, on: 2022-05-01}", "{rank_reduction_imposed: , on: 2024-04-01}"
    )
    decision = ask(facts, "2024-04-01")
    assert (decision.to, decision.approver) == ("superintendent_1", "公安部部长")


def test_an_order_set_aside_tells_what_taking_it_back_changes():
    facts = on_file(
        "{rank_awarded: 二级警司, on: 2021-06-01}",
        "{rank_awarded: 一级警司, on: 2024-05-01, manner: 按期晋升}",
    )
    (aside,) = ask(facts, "2024-05-10").set_aside
    (line,) = aside.changes
    assert (line.from_fen, line.to_fen, str(line.from_on)) == (8000, 7600, "2024-06-01")
    assert str(aside.lawful_on) == "2024-06-01"
