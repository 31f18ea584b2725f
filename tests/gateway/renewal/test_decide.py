"""Renewals: when proposed, for which term, and invariants for every file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import Outcome
from tests.gateway.invariants import auxiliary_facts, days, holds_together
from tests.gateway.on_file import DAY, ask, on_file

FIXED = "{contract_signed: 固定期限, last_day: 2024-06-30, on: 2021-07-01}"


def test_a_contract_signed_in_time_ends_the_question():
    again = "{contract_signed: 固定期限, last_day: 2027-06-30, on: 2024-07-01}"
    assert ask(on_file(FIXED, again), "2024-06-30", kind="contract_renewal").outcome == (
        Outcome.PROPOSE
    )
    after = ask(on_file(FIXED, again), "2024-07-01", kind="contract_renewal")
    assert (after.outcome, str(after.due_on)) == (Outcome.WAIT, "2027-05-01")


def test_a_failed_year_leaves_it_to_a_person_only_once_it_is_due():
    failed = "{annual_grade_decided: 2023 不合格, on: 2024-01-18}"
    early = ask(on_file(FIXED, failed), "2024-04-30", kind="contract_renewal")
    assert (early.outcome, early.reasons) == (Outcome.WAIT, ("NOT_DUE", "FAILED_YEAR"))
    due = ask(on_file(FIXED, failed), "2024-05-01", kind="contract_renewal")
    assert (due.outcome, due.to) == (Outcome.HOLD, None)


@pytest.mark.parametrize(
    ("lines", "possible"),
    [
        ((FIXED,), True),
        (("{contract_signed: 固定期限, last_day: 2021-06-30, on: 2020-07-01}", FIXED), False),
    ],
)
def test_whether_a_fixed_term_is_possible_is_told(lines, possible):
    decision = ask(on_file(*lines), "2024-06-01", kind="contract_renewal")
    (told,) = [f for f in decision.findings if f.claim == "fixed_term_possible"]
    assert told.met is possible
    assert decision.to == ("fixed" if possible else "open")


@given(st.lists(auxiliary_facts, max_size=10), days)
@settings(max_examples=80)
def test_every_file_has_an_answer_that_holds_together(lines, as_of):
    decision = holds_together("contract_renewal", lines, as_of)
    if decision.outcome == Outcome.PROPOSE:
        assert decision.to in ("fixed", "open")
        assert decision.due_on <= DAY(as_of)
        assert decision.reasons == ()
    else:
        assert decision.reasons != ()
