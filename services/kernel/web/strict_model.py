"""What bodies and parameters are made of: strict models, and types that accept one spelling."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, LiteralString, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict

from services.kernel.characters import Flaw, flaw_in_line, flaw_in_name, flaw_in_text
from services.kernel.web.validation_sentences import wrong

DAY_MIN, DAY_MAX = date(1900, 1, 1), date(2100, 12, 31)
FEN_MAX = 10**13  # A hundred thousand million yuan; exact in every client's numbers.
NAME_CHARS_MAX = 60
SHORT_TEXT_CHARS_MAX = 200
LONG_TEXT_CHARS_MAX = 4000
INTEGER_DIGITS_MAX = 18

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

T = TypeVar("T")


class StrictModel(BaseModel):
    """A request body: no unknown field, no conversion between types, not changed once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def _day(value: object) -> date:
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise wrong(
            "day_required", "应为 YYYY-MM-DD 形式的日期", "must be a date written YYYY-MM-DD"
        )
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise wrong("no_such_day", "日历上没有这一天", "is not a day of the calendar") from None
    if not DAY_MIN <= day <= DAY_MAX:
        raise wrong(
            "day_out_of_range",
            f"应在 {DAY_MIN} 至 {DAY_MAX} 之间",
            f"must be between {DAY_MIN} and {DAY_MAX}",
        )
    return day


def _instant(value: object) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    found = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if not isinstance(value, str) or found is None:
        raise wrong(
            "instant_required",
            "应为 RFC 3339 时刻，如 2026-01-01T08:00:00+08:00",
            "must be an RFC 3339 instant, such as 2026-01-01T08:00:00+08:00",
        )
    if found.group(1) is None:
        raise wrong(
            "offset_required",
            "时刻须带时区偏移，如 +08:00 或 Z",
            "an instant needs its offset, such as +08:00 or Z",
        )
    # The year is judged on the text: the ends of datetime overflow when an offset is applied.
    if not DAY_MIN.year <= int(value[:4]) <= DAY_MAX.year:
        raise wrong(
            "instant_out_of_range",
            f"年份应在 {DAY_MIN.year} 至 {DAY_MAX.year} 之间",
            f"the year must be between {DAY_MIN.year} and {DAY_MAX.year}",
        )
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        raise wrong("no_such_instant", "没有这一时刻", "is not an instant that exists") from None


def _fit(judge: Callable[[str], Flaw | None]) -> AfterValidator:
    def check(text: str) -> str:
        if flaw := judge(text):
            code: LiteralString = flaw.code
            raise wrong(code, flaw.text.zh, flaw.text.en)
        return text

    return AfterValidator(check)


def _flaw_in_long_text(text: str) -> Flaw | None:
    return flaw_in_text(text) or (None if text.strip() else flaw_in_line(text))


def _uuid(text: str) -> str:
    if not _UUID.fullmatch(text) or UUID(text).int in {0, 2**128 - 1}:
        raise wrong("uuid_required", "应为 UUID", "must be a UUID")
    return text.lower()


def _integer(value: object) -> int:
    """From a query string: ASCII digits only, where int() would also take `１２`, `1_0`, ` 1`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(rf"-?[0-9]{{1,{INTEGER_DIGITS_MAX}}}", value):
        raise wrong(
            "integer_required",
            f"应为整数，最多 {INTEGER_DIGITS_MAX} 位数字",
            f"must be an integer of at most {INTEGER_DIGITS_MAX} digits",
        )
    return int(value)


# A calendar day, as an ISO string; never from a number, which would count from 1970.
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]

# An instant with its offset given, kept in UTC.
Instant = Annotated[datetime, BeforeValidator(_instant, json_schema_input_type=datetime)]

# Money in integer fen (分); negative where a room allows it, `Field(ge=0)` where it does not.
Fen = Annotated[int, Field(strict=True, ge=-FEN_MAX, le=FEN_MAX)]

# A person's or unit's name, counted in code points; refused, not mended, when it is not NFC.
Name = Annotated[str, Field(min_length=1, max_length=NAME_CHARS_MAX), _fit(flaw_in_name)]

# One line.
ShortText = Annotated[str, Field(min_length=1, max_length=SHORT_TEXT_CHARS_MAX), _fit(flaw_in_line)]

# Several lines.
LongText = Annotated[
    str, Field(min_length=1, max_length=LONG_TEXT_CHARS_MAX), _fit(_flaw_in_long_text)
]

# A UUID as lower-case text; neither nil nor max.
UuidText = Annotated[
    str, AfterValidator(_uuid), Field(json_schema_extra={"format": "uuid", "maxLength": 36})
]

# An integer in a query string.
QueryInteger = Annotated[int, BeforeValidator(_integer, json_schema_input_type=int)]

# An enum member by its value: JSON has no enums, and a strict model would refuse the string.
Choice = Annotated[T, Strict(strict=False)]

# A JSON array as a tuple; its items stay strict. Bound it with `Field(max_length=500)`.
Items = Annotated[tuple[T, ...], Strict(strict=False)]
