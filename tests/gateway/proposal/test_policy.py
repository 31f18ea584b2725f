"""The choices on approval are read and bounded."""

from datetime import date

import pytest

from services.gateway.answer import shelf_of
from services.gateway.proposal.policy import APPROVAL
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong

TEXT = """policy: approval
layer: bureau
bureau: r0
effective_from: 2020-01-01
title: x
approvals: {value: %s, source: choice}
policy_approvals: {value: %s, source: choice}
publicity_days: {value: 5, source: choice}
"""


@pytest.mark.parametrize("bureau", ["r0", "nine", "shantou"])
def test_every_bureau_has_chosen(bureau):
    choice = shelf_of(bureau).in_force("approval", date(2024, 1, 1)).choice

    assert (choice.approvals.value, choice.policy_approvals.value) == (2, 2)


@pytest.mark.parametrize("values", [("1", "2"), ("6", "2"), ('"2"', "2"), ("2", "1"), ("2", "6")])
def test_out_of_bounds_is_refused(values):
    """Nothing is approved by one: neither proposals and pay runs nor policies."""
    with pytest.raises(SourceWrong):
        read_version(TEXT % values, "2020-01-01.yaml", APPROVAL, bureau="r0")
