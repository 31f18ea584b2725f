"""Every kind of decision can be expected in a case file."""

from services.gateway.cases.asks import EXPECTATIONS
from services.gateway.decision.kinds import KINDS


def test_every_kind_has_its_expectations():
    assert set(EXPECTATIONS) == set(KINDS)
