"""Answers about levels: what is due, until when, what a wrong order gave back."""

import pytest

from services.gateway.decision.decision import Outcome
from services.gateway.level.answers import is_fresh
from tests.gateway.level.files import SIX, asked, held
from tests.gateway.on_file import DAY


@pytest.mark.parametrize(
    ("day", "fresh"), [("2021-09-01", True), ("2021-09-30", True), ("2021-10-01", False)]
)
def test_a_first_level_is_proposed_until_its_pay_begins(day, fresh):
    assert is_fresh(held(), DAY(day)) is fresh


def test_after_that_it_is_held_and_its_order_is_missing():
    decision = asked(
        "2021-10-01",
        "{service_entered: 勤务辅警, on: 2021-03-01}",
        "{education_recorded: 大专, on: 2021-03-01}",
    )
    assert (decision.outcome, decision.from_, decision.to) == (Outcome.WAIT, "level_6", "level_5")
    assert "first_level_ordered" in [f.claim for f in decision.findings if not f.met]


def test_a_wrong_order_gives_back_its_wage():
    decision = asked(
        "2024-08-15", SIX, "{auxiliary_level_awarded: 5, manner: 年限晋升, on: 2024-08-01}"
    )
    (aside,) = decision.set_aside
    assert (aside.held, str(aside.lawful_on), aside.why) == ("level_5", "2024-09-01", ("NOT_DUE",))
    (change,) = aside.changes
    assert (change.from_fen, change.to_fen, str(change.from_on)) == (75_000, 50_000, "2024-09-01")


def test_a_promotion_tells_only_what_is_met_and_the_next_due_day():
    decision = asked("2024-09-01", SIX)
    assert decision.reasons == ()
    assert str(decision.next_due_on) == "2027-09-01"
    assert decision.steps[0].clause.startswith("七级至四级按年限晋升")


def test_an_early_promotion_names_both_clauses():
    decision = asked(
        "2023-09-01",
        SIX,
        "{honour_awarded: 二级嘉奖, on: 2022-05-01}",
        "{early_promotion_approved: 1, on: 2022-07-01}",
    )
    assert "二级嘉奖以上可提前晋升" in decision.steps[0].clause
