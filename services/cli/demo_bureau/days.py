"""Days counted back from today, closing days of pay months, and dice for each question. Pure."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from services.kernel.legal_dates import next_day_after

CLOSING_DAY = 20  # domain.md 10.0 pay.closing_day: a month runs from the 21st to the 20th.
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class PayMonth:
    """The month named, and the days its variable items come from, both counted."""

    name: str  # 2024-06
    first_day: date
    closing_on: date


def dice(*parts: object) -> random.Random:
    """The same throws for the same question, whatever else was asked before."""
    return random.Random(":".join(map(str, parts)))  # noqa: S311  invented people, no secrets


def years_before(day: date, years: int) -> date:
    """The same calendar day; 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def start_for(target: date, months: int) -> date:
    """The first day from which a period of months is complete on `target`, or else just after."""
    day = next_day_after(target, -months) - timedelta(days=3)
    while next_day_after(day, months) < target:
        day += timedelta(days=1)
    return day


def start_of_chain(target: date, *periods: int) -> date:
    """Where several periods, one after the other, must begin to be complete on `target`."""
    for months in reversed(periods):
        target = start_for(target, months)
    return target


def pay_months(today: date, count: int) -> list[PayMonth]:
    """The last months already closed, in order."""
    last = date(today.year, today.month, 1)
    if today.day < CLOSING_DAY:
        last = next_day_after(last, -1)
    months = [next_day_after(last, -back) for back in reversed(range(count))]
    return [
        PayMonth(
            f"{first:%Y-%m}",
            next_day_after(first, -1).replace(day=CLOSING_DAY + 1),
            first.replace(day=CLOSING_DAY),
        )
        for first in months
    ]


def is_working(day: date) -> bool:
    return day.weekday() < SATURDAY


def working_day(day: date) -> date:
    """The day itself, or the Monday after."""
    while not is_working(day):
        day += timedelta(days=1)
    return day
