"""Cursors: only ours, unaltered, for the same list and caller."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.web.cursor import seal, unseal
from services.kernel.web.http_refusals import HttpRefused

KEY = b"k" * 32


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.integers() | st.none(),
        max_size=4,
    ),
    st.text(max_size=20),
)
def test_a_cursor_leads_back_to_its_place(place, bound_to):
    try:
        bound_to.encode()
    except UnicodeEncodeError:
        return
    cursor = seal(place, bound_to=bound_to, key=KEY)
    assert unseal(cursor, bound_to=bound_to, key=KEY) == place


def test_every_altered_letter_is_noticed():
    cursor = seal(["张三", 7], bound_to="list", key=KEY)
    for position in range(len(cursor)):
        for letter in "Aa0_":
            altered = cursor[:position] + letter + cursor[position + 1 :]
            if altered != cursor:
                with pytest.raises(HttpRefused):
                    unseal(altered, bound_to="list", key=KEY)


@pytest.mark.parametrize(
    "cursor", ["", "x", "张", "A" * 2000, "AAAA" * 6, "=", "%", "e30", "\ud800", " "]
)
def test_what_is_not_a_cursor(cursor):
    with pytest.raises(HttpRefused) as refused:
        unseal(cursor, bound_to="list", key=KEY)
    assert (refused.value.status, refused.value.code) == (400, "cursor_invalid")


def test_foreign_cursors():
    cursor = seal(["a"], bound_to="persons|u-1", key=KEY)
    for bound_to, key in (("persons|u-2", KEY), ("units|u-1", KEY), ("persons|u-1", b"x" * 32)):
        with pytest.raises(HttpRefused):
            unseal(cursor, bound_to=bound_to, key=key)


def test_list_and_place_cannot_run_into_each_other():
    # Part of one list's name is passed off as part of the place in another.
    raw = base64.urlsafe_b64decode(seal([2], bound_to="x[1]", key=KEY) + "===")
    forged = base64.urlsafe_b64encode(raw[:16] + b"[1]" + raw[16:]).rstrip(b"=").decode()
    with pytest.raises(HttpRefused):
        unseal(forged, bound_to="x", key=KEY)
