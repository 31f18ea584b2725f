"""Service periods: when a person serves, in which category, and how a period ended. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster.person.events import Category, LeavingKind, ServiceEntered, ServiceLeft


@dataclass(frozen=True, slots=True)
class Period:
    """A service period; the last day is one of service."""

    category: Category
    entered_on: date
    last_day: date | None = None
    leaving: LeavingKind | None = None

    def covers(self, day: date) -> bool:
        return self.entered_on <= day and (self.last_day is None or day <= self.last_day)


def periods_of(facts: Sequence[Fact]) -> list[Period]:
    """Each entering begins a period; a leaving ends the one that is open.

    An entering while a period is open ends it: on that day where a leaving says so, else the day
    before, as for an auxiliary appointed as an officer whose leaving nobody wrote down.
    """
    periods: list[Period] = []
    moves = [f for f in facts if f.type in (ServiceEntered.TYPE, ServiceLeft.TYPE)]
    for day, of_day in groupby(moves, key=lambda fact: fact.effective_on):
        facts_of_day = list(of_day)
        left = [fact.data.kind for fact in facts_of_day if fact.type == ServiceLeft.TYPE]
        if left and _is_open(periods):
            periods[-1] = _ended(periods[-1], day, left.pop(0))
        for fact in facts_of_day:
            if fact.type == ServiceEntered.TYPE:
                if _is_open(periods):
                    before = periods.pop()
                    if before.entered_on < day:  # Else it is said twice: the later one counts.
                        periods.append(_ended(before, day - ONE_DAY, None))
                periods.append(Period(fact.data.category, day))
        if left and _is_open(periods):
            periods[-1] = _ended(periods[-1], day, left[0])
    return periods


def ceased_on(periods: Sequence[Period]) -> list[date]:
    """The days from which the person served no more, or not until entering again."""
    after = [p.last_day + ONE_DAY for p in periods if p.last_day is not None]
    return [day for day in after if not any(period.covers(day) for period in periods)]


def _is_open(periods: Sequence[Period]) -> bool:
    return bool(periods) and periods[-1].last_day is None


def _ended(period: Period, last_day: date, leaving: LeavingKind | None) -> Period:
    return Period(period.category, period.entered_on, last_day, leaving)
