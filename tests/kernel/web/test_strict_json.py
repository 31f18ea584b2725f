"""Strict reading: random documents pass, and hostile ones cost little."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import Refused
from services.kernel.web.strict_json import check_json, join

PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn"]), max_size=10)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | PLAIN
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_ordinary_json_passes(value):
    check_json(json.dumps(value).encode())
    check_json(json.dumps(value, ensure_ascii=False).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body):
    try:
        check_json(body)
    except Refused:
        return
    json.loads(body)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 1_000_000,
        b'{"a":' * 150_000,
        b"9" * 1_000_000,
        b"1e" + b"9" * 900_000,
        b"[" + b"1," * 499_000 + b"1]",
        b'{"' + b'a":1,"' * 100_000 + b'b":1}',
        b'"' + b"\\u0061" * 160_000 + b'"',
    ],
    ids=range(7),
)
def test_hostile_documents_end_in_a_refusal_or_pass(body):
    """Neither a deep stack nor a huge number breaks the reader; size is for `limits` to bound."""
    with suppress(Refused):
        check_json(body)


def test_pointers_are_escaped_and_bounded():
    assert join("/a", "b/c~d") == "/a/b~1c~0d"
    assert len(join("", "x" * 10_000)) == 200


def test_the_message_never_quotes_the_value():
    with pytest.raises(Refused) as refused:
        check_json(b'{"id_number": "110105\\u0000199001010011"}')
    assert "110105" not in str(refused.value)
