"""The quota question: places as last stated, for every file."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.decision.decision import Outcome
from tests.gateway.invariants import auxiliary_facts, days, holds_together


@given(st.lists(auxiliary_facts, max_size=6), days)
@settings(max_examples=60)
def test_a_group_is_open_exactly_while_fewer_are_held_than_allowed(lines, as_of):
    decision = holds_together("level_quota", lines, as_of)
    if decision.outcome == Outcome.NOT_ELIGIBLE:
        assert decision.reasons == ("NO_QUOTA",)
        return
    said = decision.particulars
    is_free = said["held_levels_1_to_3"] < said["levels_1_to_3"]
    assert decision.outcome == (Outcome.ELIGIBLE if is_free else Outcome.BLOCKED)
    assert said["levels_1_to_3"] <= said["headcount"] * 0.3
