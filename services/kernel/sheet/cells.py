"""From a cell to the JSON value a typed field takes; said, not guessed, when it is wrong. Pure."""

import re
import types
import typing
import unicodedata
from datetime import date
from typing import Any
from uuid import UUID

from services.kernel.errors import Text
from services.kernel.term import Term

_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_FLAGS = {"是": True, "否": False, "true": True, "false": False, "TRUE": True, "FALSE": False}
YES_NO = ("是", "否")


class CellWrong(Exception):
    """One cell that cannot be taken: a stable code, and what would be right."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.text = Text(zh, en)


def plain_type(annotation: Any) -> type:  # noqa: ANN401  any type expression
    """What a field holds, without `Optional` and what is annotated."""
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        kinds = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        return plain_type(kinds[0])
    return annotation if isinstance(annotation, type) else object


def value_of(cell: Any, kind: type) -> Any:  # noqa: ANN401  a cell as kernel/sheet/reading gives it
    """Raises CellWrong. What is right in form may still be refused by the field's own rules."""
    if kind is date:
        return _day(cell)
    if kind is bool:
        return _flag(cell)
    if kind is int:
        return _integer(cell)
    text = _text(cell)
    if issubclass(kind, Term):
        return text.strip()
    if kind is UUID or text.strip() != text:
        stripped = text.strip()
        if stripped != text:
            raise CellWrong("space_around", "首尾有空格", "spaces before or after the text")
    return text


def _day(cell: Any) -> str:  # noqa: ANN401
    if isinstance(cell, dict) and len(cell.get("date", "")) == len("2024-01-01"):
        return str(cell["date"])
    found = _DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if isinstance(cell, str) and found is None:
        _refuse_wide(cell)
    if found is None:
        raise CellWrong(
            "day_required",
            "应为日期, 如 2024-03-01 (不是数字, 也不带时刻)",
            "must be a date such as 2024-03-01, not a number and without a time",
        )
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        raise CellWrong("no_such_day", "日历上没有这一天", "no day of the calendar") from None


def _flag(cell: Any) -> bool:  # noqa: ANN401
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and cell.strip() in _FLAGS:
        return _FLAGS[cell.strip()]
    raise CellWrong("yes_or_no_required", "应为 是 或 否", "must be 是 (yes) or 否 (no)")


def _integer(cell: Any) -> int:  # noqa: ANN401
    if isinstance(cell, float | int) and not isinstance(cell, bool) and float(cell).is_integer():
        return int(cell)
    if isinstance(cell, str):
        if _INTEGER.fullmatch(cell.strip()):
            return int(cell.strip())
        _refuse_wide(cell)
    raise CellWrong("integer_required", "应为整数", "must be an integer")


def _text(cell: Any) -> str:  # noqa: ANN401
    if isinstance(cell, str):
        return cell
    raise CellWrong(
        "text_cell_required",
        "应为文本: 请把单元格格式设为文本后重新输入 (数字会丢失前导零, 日期请写成 2024-03)",
        "must be text: format the cell as text and type it again (a number loses leading zeros)",
    )


def _refuse_wide(text: str) -> None:
    narrow = unicodedata.normalize("NFKC", text)
    if narrow != text and narrow.isascii():
        raise CellWrong("full_width", f"含全角字符, 应为 {narrow}", f"full-width: write {narrow}")
