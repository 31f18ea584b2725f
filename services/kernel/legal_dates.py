"""Month and period arithmetic of the law, once. Pure.

The first day of a period counts (自生效之日起计算); where a month has no such day the period
runs to the end of that month, so the next day is the first of the following one.
"""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def next_day_after(start: date, months: int) -> date:
    """The first day after a period of whole months that began on `start` (months may be 0)."""
    month_index = start.year * 12 + start.month - 1 + months
    year, month = divmod(month_index, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:
        return first_of_next_month(date(year, month + 1, 1))


def last_day(start: date, months: int) -> date:
    """The last day of a period of whole months that began on `start`."""
    return next_day_after(start, months) - ONE_DAY


def full_months(start: date, until: date) -> int:
    """Whole months completed when `until` begins; 0 before the first is complete."""
    months = (until.year - start.year) * 12 + until.month - start.month
    while months > 0 and next_day_after(start, months) > until:
        months -= 1
    return max(months, 0)


def full_years(start: date, until: date) -> int:
    """Whole years completed when `until` begins."""
    return full_months(start, until) // 12


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
