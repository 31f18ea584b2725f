"""Terminations: terms of each path, and invariants for every file."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import Outcome
from tests.gateway.invariants import auxiliary_facts, days, holds_together
from tests.gateway.on_file import ask, on_file, shelf_of

CRIME = "{conviction_final: 拘役, on: 2024-06-03}"


def test_a_crime_comes_before_failed_years_and_before_any_bar():
    facts = on_file(
        CRIME,
        "{annual_grade_decided: 2022 不合格, on: 2023-01-16}",
        "{annual_grade_decided: 2023 不合格, on: 2024-01-18}",
        "{dismissal_bar_began: 医疗期内, on: 2024-01-01}",
    )
    decision = ask(facts, "2024-06-03", kind="termination")
    assert decision.particulars["path"] == "fault_39"
    assert decision.particulars["severance"] is False
    assert "severance_half_months" not in decision.particulars


def test_a_crime_of_an_earlier_service_is_not_this_ones():
    facts = on_file(
        "{service_entered: 勤务辅警, on: 2019-01-01}",
        CRIME,
        "{service_left: 辞退, on: 2024-06-05}",
        "{service_entered: 勤务辅警, on: 2024-09-01}",
    )
    assert ask(facts, "2024-10-01", kind="termination").reasons == ("NO_GROUND",)


def test_without_an_entry_on_file_severance_months_are_not_made_up():
    facts = on_file(
        "{annual_grade_decided: 2022 不合格, on: 2023-01-16}",
        "{course_passed: 不胜任培训, on: 2023-05-20}",
        "{annual_grade_decided: 2023 不合格, on: 2024-01-18}",
    )
    decision = ask(facts, "2024-01-20", kind="termination")
    assert decision.particulars["severance"] is True
    assert "severance_half_months" not in decision.particulars


@given(st.lists(auxiliary_facts, max_size=10), days, st.sampled_from(["r0", "shantou"]))
@settings(max_examples=120)
def test_every_file_has_an_answer_that_holds_together(lines, as_of, bureau):
    decision = holds_together("termination", lines, as_of, shelf_of(bureau))
    if decision.outcome == Outcome.PROPOSE:
        assert decision.reasons == ()
        assert decision.particulars["path"] in ("fault_39", "no_fault_40", "local_rule")
        assert decision.effective_on >= decision.due_on
    else:
        assert decision.reasons != ()
