"""Calendar months as numbers that can be counted, and their names and days. Pure."""

from datetime import date, datetime, time, timedelta, timezone
from functools import cache

from services.kernel.legal_dates import ONE_DAY

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
_MONTHS = 12


def month_of(day: date) -> int:
    """Months since the year 0; the next month is one more."""
    return day.year * _MONTHS + day.month - 1


@cache
def month_named(name: str) -> int:
    """`2024-06`"""
    return int(name[:4]) * _MONTHS + int(name[5:7]) - 1


@cache
def name_of(month: int) -> str:
    return f"{month // _MONTHS:04}-{month % _MONTHS + 1:02}"


@cache
def first_day(month: int) -> date:
    return date(month // _MONTHS, month % _MONTHS + 1, 1)


@cache
def last_day(month: int) -> date:
    return first_day(month + 1) - ONE_DAY


def january(month: int) -> int:
    return month - month % _MONTHS


def year_of(month: int) -> int:
    return month // _MONTHS


def closing(month: int, day: int) -> datetime:
    """The last instant of a day of the month, in Beijing: what it knows was recorded by then."""
    end = datetime.combine(first_day(month) + ONE_DAY * day, time.min, BEIJING)
    return end - timedelta(microseconds=1)
