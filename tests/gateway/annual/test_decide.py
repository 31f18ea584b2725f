"""Annual decisions: particulars, results that cannot stand, invariants for every file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import Outcome
from tests.gateway.annual.files import graded
from tests.gateway.invariants import holds_together, officer_facts
from tests.gateway.on_file import DAY, ask, on_file

days = st.dates(DAY("2021-01-01"), DAY("2026-12-31")).map(str)


def asked(as_of, *lines):
    return ask(on_file(*lines), as_of, kind="annual_consequences")


def test_the_latest_year_decides_the_bonus():
    assert asked("2025-02-01", *graded(y2023="不称职", y2024="称职")).particulars["bonus"] is True
    assert (
        asked("2024-02-01", *graded(y2022="优秀", y2023="基本称职")).particulars["bonus"] is False
    )


def test_a_lateral_move_keeps_the_months_a_promotion_spends_them():
    lines = graded(y2022="优秀")
    moved = "{post_assigned: 三级警长, manner: 平级调整, on: 2023-06-01}"
    promoted = "{post_assigned: 三级警长, manner: 任职, on: 2023-06-01}"
    assert asked("2024-02-01", *lines, moved).particulars["months_shortened"] == 6
    assert asked("2024-02-01", *lines, promoted).particulars["months_shortened"] == 0


def test_a_result_that_cannot_stand_holds_everything_and_names_both_facts():
    decision = asked(
        "2025-02-01", *graded(y2024="优秀"), "{sanction_imposed: 警告, on: 2024-03-10}"
    )
    assert (decision.outcome, decision.reasons) == (Outcome.HOLD, ("GRADE_NOT_POSSIBLE",))
    assert len(decision.findings[0].facts) == 2
    assert decision.effective_on is None


@given(st.lists(officer_facts, max_size=10), days)
@settings(max_examples=100)
def test_every_file_has_an_answer_that_holds_together(lines, as_of):
    decision = holds_together("annual_consequences", lines, as_of)
    on = [s.effective_on for s in decision.steps]
    assert on == sorted(on)
    if decision.outcome == Outcome.ADJUST:
        assert any(s.outcome == Outcome.ADJUST for s in decision.steps)
    if decision.outcome in (Outcome.PROPOSE, Outcome.ADJUST):
        assert decision.effective_on == on[0]
    else:
        assert decision.reasons != ()


@given(st.lists(officer_facts, max_size=8), days)
@settings(max_examples=60)
def test_every_year_has_a_best_grade(lines, as_of):
    decision = holds_together("annual_grade_limit", lines, as_of)
    if decision.outcome == Outcome.ELIGIBLE:
        assert decision.particulars["highest"] == "excellent"
        assert decision.reasons == ()
    else:
        assert decision.reasons != ()


@pytest.mark.parametrize("kind", ["annual_consequences", "annual_grade_limit"])
def test_an_auxiliary_is_not_meant(kind):
    facts = on_file("{service_entered: 勤务辅警, on: 2020-01-01}")
    assert ask(facts, "2024-06-01", kind=kind).reasons == ("NOT_OFFICER",)
