"""Only an answer that ends in an order is proposed."""

import pytest

from services.gateway.decision.decision import Outcome
from services.gateway.decision.kinds import KINDS
from services.gateway.proposal.proposable import PROPOSABLE, refuse_without_order
from services.kernel.errors import Refused

NEVER = {Outcome.WAIT, Outcome.BLOCKED, Outcome.HOLD, Outcome.REJECT, Outcome.NOT_ELIGIBLE}


def test_kinds_are_kinds_and_no_negative_answer_is_among_them():
    assert set(PROPOSABLE) <= set(KINDS)
    assert not any(words & NEVER for words in PROPOSABLE.values())


def test_a_promotion_is_proposed():
    refuse_without_order("police_rank", "PROMOTE")


@pytest.mark.parametrize(
    ("kind", "outcome", "told"),
    [
        ("police_rank", "WAIT", "PROMOTE"),
        ("auxiliary_level", "ELIGIBLE", "PROMOTE"),
        ("pay", "PROPOSE", "police_rank"),
        ("annual_grade_limit", "ELIGIBLE", "dismissal"),
    ],
)
def test_anything_else_is_refused_and_what_would_be_right_is_said(kind, outcome, told):
    with pytest.raises(Refused) as refused:
        refuse_without_order(kind, outcome)

    assert refused.value.errors[0].pointer == "/decision"
    assert told in refused.value.text.en
