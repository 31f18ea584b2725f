"""Dismissals: runs of failed years, years without a grade, and invariants for every file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import Outcome
from services.gateway.decision.kinds import decide
from services.gateway.dismissal.policy import DISMISSAL
from services.kernel.policy_files import read_version
from tests.gateway.invariants import holds_together, officer_facts
from tests.gateway.on_file import DAY, POLICIES, SHELF, ask, on_file, question

CHOICE = POLICIES / "bureaus/r0/dismissal/2006-01-01.yaml"


def graded(**grades):
    return on_file(
        *(
            f"{{annual_grade_decided: {y[1:]} {g}, on: {int(y[1:]) + 1}-01-18}}"
            for y, g in grades.items()
        )
    )


@pytest.mark.parametrize(
    ("grades", "outcome"),
    [
        ({"y2022": "不称职", "y2023": "不称职"}, "PROPOSE"),
        ({"y2021": "不称职", "y2022": "不称职", "y2023": "不称职"}, "PROPOSE"),
        ({"y2021": "不称职", "y2022": "称职", "y2023": "不称职"}, "NOT_ELIGIBLE"),
        ({"y2021": "不称职", "y2023": "不称职"}, "HOLD"),
        ({"y2023": "不称职"}, "NOT_ELIGIBLE"),
        ({"y2022": "不称职", "y2023": "不称职", "y2024": "优秀"}, "NOT_ELIGIBLE"),
        ({}, "NOT_ELIGIBLE"),
    ],
)
def test_two_years_running_at_the_end_of_the_file(grades, outcome):
    assert ask(graded(**grades), "2025-06-01", kind="dismissal").outcome.value == outcome


def test_a_bureau_may_let_a_year_without_a_grade_break_the_run():
    text = CHOICE.read_text(encoding="utf-8").replace("flag_for_human", "breaks_sequence")
    version = read_version(text, str(CHOICE), DISMISSAL, bureau="r0")
    shelf = SHELF.with_version("dismissal", "bureau", version)
    facts = graded(y2021="不称职", y2023="不称职")
    decision = decide(question("2025-06-01", kind="dismissal"), facts, shelf)
    assert decision.reasons == ("NO_GROUND",)


@given(st.lists(officer_facts, max_size=10), st.dates(DAY("2018-01-01"), DAY("2026-12-31")))
@settings(max_examples=120)
def test_every_file_has_an_answer_that_holds_together(lines, as_of):
    decision = holds_together("dismissal", lines, str(as_of))
    assert (decision.outcome == Outcome.PROPOSE) is (decision.reasons == ())
