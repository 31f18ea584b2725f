"""Periods of whole months in law: the first day counts; a day a month lacks is the next first."""

from __future__ import annotations

import calendar
from datetime import date


def after_months(start: date, months: int) -> date:
    """The first day after a period that began on `start`."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    if start.day <= calendar.monthrange(year, month)[1]:
        return start.replace(year=year, month=month)
    return date(year + month // 12, month % 12 + 1, 1)
