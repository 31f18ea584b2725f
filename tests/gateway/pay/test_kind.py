"""The kind of decision `pay` is whole: policies, words, and every line has a term."""

from services.gateway.decision.kinds import KINDS, find
from services.gateway.pay.kind import KIND


def test_it_is_registered_under_both_names():
    assert KINDS["pay"] is find("工资") is KIND


def test_its_policies_are_each_on_the_shelf_once():
    names = [p.name for p in KIND.policies]
    assert len(names) == len(set(names)) == 12
