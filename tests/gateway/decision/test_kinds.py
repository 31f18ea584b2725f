"""The registry: found by wire name and Chinese term; its policies can be loaded."""

import pytest

from services.gateway.decision.kinds import KINDS, find, policy_kinds
from services.kernel.errors import Refused


def test_a_kind_is_found_in_both_languages():
    assert find("police_rank") is find("警衔") is KINDS["police_rank"]


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="police_rank 警衔"):
        find("police_rnk")


def test_policies_are_named_once():
    names = [p.name for p in policy_kinds()]
    assert len(names) == len(set(names))
    assert {"police_rank", "rank_allowance"} <= set(names)
