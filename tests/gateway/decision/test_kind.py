"""A kind of decision is complete: every reason it can give has words, every word a use."""

from services.gateway.decision.kinds import KINDS
from services.gateway.rank.criteria import PRECEDENCE


def test_every_obstacle_that_gives_an_outcome_has_words():
    kind = KINDS["police_rank"]
    assert {name for _, names in PRECEDENCE for name in names} <= set(kind.reasons)


def test_targets_are_terms():
    for kind in KINDS.values():
        assert set(kind.targets.items()) <= set(kind.terms.items())
