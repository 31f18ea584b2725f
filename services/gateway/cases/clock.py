"""Days and instants as case files write them. Pure."""

import re
from datetime import date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST = time(23, 59, 59, 999_999)
DAY_ALLOWED = "2024-06-01"
INSTANT_ALLOWED = "2024-06-01, 2024-06-01T09:30, 2024-06-01T01:30:00Z, 2024-06-01T09:30:00+08:00"


def read_day(value: object) -> date | None:
    """None when it is not a day written as 2024-06-01."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def read_instant(value: object, *, at_end_of_day: bool) -> datetime | None:
    """An instant; a bare day means its first (or last) moment in Beijing, as does a bare time."""
    day = read_day(value)
    if day is not None:
        return datetime.combine(day, _LAST if at_end_of_day else time.min, BEIJING)
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=BEIJING)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, BEIJING)
