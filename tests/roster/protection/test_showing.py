"""Masks keep what the table says and no more; the widest of a viewer's hats decides."""

import pytest

from services.kernel.file.sealed import Opened, State
from services.roster.events import ContactRecorded
from services.roster.protection.policy import Extent, FieldView, Viewer
from services.roster.protection.showing import extent_of, masked, shown

VIEW = FieldView(field="phone", shown={Viewer.SELF: Extent.FULL, Viewer.HR: Extent.MASKED})


@pytest.mark.parametrize(
    ("field", "value", "mask"),
    [
        ("id_number", "11010519491231002X", "110***********002X"),
        ("phone", "13800000000", "138****0000"),
        ("phone", "0371-65", "*******"),
        ("address", "河南省郑州市某某路", "河南省郑州市***"),
        ("detail", "abc", "***"),
    ],
)
def test_a_mask_keeps_its_ends(field, value, mask):
    assert masked(field, value) == mask


def test_the_widest_hat_decides_and_nobody_named_is_nobody():
    assert extent_of(VIEW, {Viewer.HR, Viewer.SELF}) is Extent.FULL
    assert extent_of(VIEW, {Viewer.HR}) is Extent.MASKED
    assert extent_of(VIEW, {Viewer.FINANCE}) is extent_of(None, {Viewer.SELF}) is None


@pytest.mark.parametrize("state", [State.ERASED, State.UNREADABLE])
def test_what_is_not_open_is_said_so_to_everybody(state):
    line = shown(ContactRecorded, Opened(state, {}), {"phone": VIEW}, {Viewer.SELF})

    assert (line.fields, line.protection) == ({}, {"phone": state, "address": state})
