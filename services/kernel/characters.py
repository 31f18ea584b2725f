"""Which characters no text may hold, and which a name or a single line may not. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from services.kernel.errors import Text

NAME_MARKS_IN_A_ROW_MAX = 4  # Tibetan stacks three; a flood of marks has hundreds.

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 except \t and \n, DEL, C1.
    "\ud800-\udfff"  # Halves of a pair: cannot be written as UTF-8.
    "\u202a-\u202e\u2066-\u2069"  # Bidi embeddings, overrides, isolates: reorder what is read.
    "\ufffe\uffff]"
)
_BREAKS = re.compile("[\t\n\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff]")
_JOINERS = " ·•・.-'’〇○"
_HAN_PLANES = range(0x20000, 0x40000)  # Newer blocks are unassigned in an older unicodedata.


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a text cannot stand; the text itself is never part of it."""

    code: str
    text: Text


CONTROL_CHAR = Flaw(
    "control_char",
    Text("含有控制字符；只允许换行和制表符", "holds a control character; only newline and tab may"),
)
LONE_SURROGATE = Flaw(
    "lone_surrogate",
    Text(
        "含有不成对的代理项，不是完整字符", "holds half of a surrogate pair, not a whole character"
    ),
)
BIDI_OVERRIDE = Flaw(
    "bidi_override",
    Text("含有改变书写方向的字符，请删除", "holds a character that changes direction; remove it"),
)
LINE_BREAK = Flaw(
    "line_break",
    Text("只能是单行，不能含换行或制表符", "must be one line, with no newline or tab"),
)
INVISIBLE_CHAR = Flaw(
    "invisible_char",
    Text("含有看不见的字符（如零宽空格），请删除", "holds an invisible character; remove it"),
)
NOT_NFC = Flaw(
    "not_nfc",
    Text("请使用 Unicode NFC 规范形式", "must be in Unicode normalization form NFC"),
)
BLANK = Flaw("blank", Text("不能为空白", "must not be blank"))
EDGE_SPACE = Flaw("edge_space", Text("首尾不能有空格", "must not begin or end with a space"))
NOT_A_NAME = Flaw(
    "not_a_name",
    Text(
        "姓名只能由文字、间隔号、连字符、撇号、句点和单个空格组成",
        "a name is made of letters, middle dots, hyphens, apostrophes, full stops, single spaces",
    ),
)


def flaw_in_text(text: str) -> Flaw | None:
    """What makes `text` unfit for any field at all: controls, half pairs, bidi overrides."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    char = found.group()
    if "\ud800" <= char <= "\udfff":
        return LONE_SURROGATE
    return BIDI_OVERRIDE if "\u202a" <= char <= "\u2069" else CONTROL_CHAR


def flaw_in_line(text: str) -> Flaw | None:
    """What makes `text` unfit for a field of one line."""
    if flaw := flaw_in_text(text):
        return flaw
    if _BREAKS.search(text):
        return LINE_BREAK
    if _INVISIBLE.search(text):
        return INVISIBLE_CHAR
    return BLANK if not text.strip() else None


def flaw_in_name(text: str) -> Flaw | None:
    """What makes `text` unfit as a name; rare Han, 少数民族 and foreign names are fit."""
    if flaw := flaw_in_line(text):
        return flaw
    if text != text.strip():
        return EDGE_SPACE
    if not unicodedata.is_normalized("NFC", text):
        # Refused rather than mended: what is recorded is what was sent.
        return NOT_NFC
    return None if _is_name(text) else NOT_A_NAME


def _is_name(text: str) -> bool:
    marks_in_a_row = 0
    for char in text:
        is_mark = unicodedata.category(char).startswith("M")
        marks_in_a_row = marks_in_a_row + 1 if is_mark else 0
        if marks_in_a_row > NAME_MARKS_IN_A_ROW_MAX:
            return False
        if not (is_mark or _is_letter(char) or char in _JOINERS):
            return False
    return "  " not in text and any(_is_letter(char) for char in text)


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] == "L" or ord(char) in _HAN_PLANES
