"""Characters of texts, lines and names."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.characters import flaw_in_line, flaw_in_name, flaw_in_text


@given(st.text())
def test_fit_text_can_be_written_as_utf8_and_holds_no_nul(text):
    if flaw_in_text(text) is None:
        assert b"\x00" not in text.encode()


@given(st.text())
def test_a_name_is_a_line_and_a_line_is_a_text(text):
    if flaw_in_name(text) is None:
        assert flaw_in_line(text) is None
    if flaw_in_line(text) is None:
        assert flaw_in_text(text) is None


@pytest.mark.parametrize("start", [0x3400, 0x4E00, 0x20000, 0x2A700, 0x2CEB0, 0x30000, 0x31350])
def test_every_block_of_han_is_fit_for_names(start):
    assert flaw_in_name(chr(start) + chr(start + 1)) is None


def test_every_control_surrogate_and_override_is_found():
    wrong = [*range(9), *range(0xB, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]
    wrong += [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    found = [code for code in range(0xFFFE) if flaw_in_text(chr(code))]
    assert found == sorted(wrong)
    assert flaw_in_text("\t\n") is None
    assert flaw_in_text(chr(sys.maxunicode)) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("张三 ", "edge_space"), ("张  三", "not_a_name"), ("123", "not_a_name"),
        ("·", "not_a_name"), ("张三@", "not_a_name"), ("张\u3000三", "not_a_name"),
        ("a\u0300" + "\u0316" * 4, "not_nfc"), ("\u1112\u1161\u11ab", "not_nfc"),
        ("\u00ad张", "invisible_char"), ("\ue000", "not_a_name"), ("\u2028", "line_break"),
        ("一" + "\u0323" * 5, "not_a_name"),
    ],
)  # fmt: skip
def test_why_a_name_is_unfit(name, code):
    assert flaw_in_name(name).code == code
