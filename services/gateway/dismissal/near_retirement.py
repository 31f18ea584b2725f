"""Fifteen years served without a break and less than five from retirement, by the file. Pure."""

from collections.abc import Iterator
from datetime import date

from services.gateway.dismissal.surroundings import Bar, Surroundings
from services.kernel.legal_dates import ONE_DAY, next_day_after
from services.roster.events import BarKind


def near_retirement(s: Surroundings, day: date) -> Iterator[Bar]:
    """Uncertain where entry, birth or the post's age is not known. 劳动合同法 art. 42(5)."""
    served = _served_from(s)
    if served is not None and served > day:
        return
    entered = [s.service.entered] if s.service.entered is not None else []
    facts = (*entered, *s.registered)
    spells = _spells(s)
    if not spells and served is not None:
        yield Bar(BarKind.NEAR_RETIREMENT, served, None, facts, is_certain=False)
    near = [(since, until) for since, until in spells if since <= day < until]
    if near:
        since = max(*(since for since, _ in near), served or date.min)
        is_certain = served is not None and len(near) == len(spells)
        last_day = max(until for _, until in near) - ONE_DAY
        yield Bar(BarKind.NEAR_RETIREMENT, since, last_day, facts, is_certain)


def is_ruled_out(s: Surroundings, day: date) -> bool:
    """Whether the file alone shows that this bar does not stand on the day."""
    served, spells = _served_from(s), _spells(s)
    too_short = served is not None and served > day
    return too_short or (bool(spells) and not any(since <= day < until for since, until in spells))


def _served_from(s: Surroundings) -> date | None:
    """The day from which the years here are enough; None where no entry is on file."""
    if s.law.near_retirement is None or s.service.entered is None:
        return None
    return next_day_after(s.service.since, s.law.near_retirement.years_served * 12)


def _spells(s: Surroundings) -> list[tuple[date, date]]:
    """By each age that may be the one: the years before it, up to the day it is reached."""
    if s.law.near_retirement is None or s.birth_on is None:
        return []
    months = s.law.near_retirement.years_before * 12
    reached = s.retirement.reached_on(s.birth_on, s.sex)
    return [(next_day_after(on, -months), on) for on in reached]
