"""Value types that payloads of every room share: days, money, months, text. Pure.

Each accepts exactly one JSON spelling: a number is never read from a string, a day never from
a number.
"""

import re
from datetime import date
from typing import Annotated, LiteralString

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from services.kernel.characters import flaw_in_line, flaw_in_name

DAY_MIN, DAY_MAX = date(1900, 1, 1), date(2100, 12, 31)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# C0 and C1 controls, bidi overrides, zero-width marks, lone surrogates: never meant, often forged.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def wrong(code: LiteralString, zh: str, en: str) -> PydanticCustomError:
    """A validator's own refusal in both languages; the web edge passes the sentences on."""
    return PydanticCustomError(code, "{en}", {"zh": zh, "en": en})


def _day(value: object) -> date:
    if type(value) is date:
        day = value
    elif isinstance(value, str) and _DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise wrong("no_such_day", "日历上没有这一天", "is not a day of the calendar") from None
    else:
        raise wrong(
            "day_required", "应为 YYYY-MM-DD 形式的日期", "must be a date written YYYY-MM-DD"
        )
    if not DAY_MIN <= day <= DAY_MAX:
        raise wrong(
            "day_out_of_range",
            f"应在 {DAY_MIN} 至 {DAY_MAX} 之间",
            f"must be between {DAY_MIN} and {DAY_MAX}",
        )
    return day


def _visible(value: object) -> object:
    if isinstance(value, str) and _HIDDEN.search(value):
        raise wrong("control_character", "不得含控制字符", "must not hold control characters")
    return value


def _line(text: str) -> str:
    """One line that says something; told in the words of kernel/characters.py."""
    if flaw := flaw_in_line(text):
        code: LiteralString = flaw.code
        raise wrong(code, flaw.text.zh, flaw.text.en)
    return text


def _name(text: str) -> str:
    """Refused, not mended: what is recorded is what was sent."""
    if flaw := flaw_in_name(text):
        code: LiteralString = flaw.code
        raise wrong(code, flaw.text.zh, flaw.text.en)
    return text


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
Flag = Annotated[bool, Field(strict=True)]
# Integer fen (1/100 yuan), never negative; a year's bonus of a hundred million fits.
Fen = Annotated[int, Field(strict=True, ge=0, le=10_000_000_000)]
Month = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]  # 2024-06
Year = Annotated[int, Field(strict=True, ge=1950, le=2100)]
PersonId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
ShortText = Annotated[
    str, Field(min_length=1, max_length=120), BeforeValidator(_visible), AfterValidator(_line)
]
# A person's: letters of any script, middle dots, single spaces; no digits, no emoji.
PersonName = Annotated[
    str, Field(min_length=1, max_length=120), BeforeValidator(_visible), AfterValidator(_name)
]
Remark = Annotated[str, Field(max_length=1000), BeforeValidator(_visible)]
Percent = Annotated[int, Field(strict=True, ge=0, le=500)]  # 100 is a coefficient of 1.00.
