"""Police numbers (警号): from when to when a person holds which. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster import events as e
from services.roster.person.periods import Period, periods_of


@dataclass(frozen=True, slots=True)
class NumberTerm:
    """Both days are of the term; open while `last_day` is None."""

    number: str
    from_on: date
    last_day: date | None = None


def terms_of(facts: Sequence[Fact]) -> list[NumberTerm]:
    """Each number until the next one, its own last day, or the end of service.

    A number is free again the day after: whoever leaves gives it back, and coming again is no
    claim on it.
    """
    by_day: dict[date, tuple[str, date | None]] = {}
    for fact in facts:  # Two on one day: the later recorded one counts.
        if fact.type == e.PersonRegistered.TYPE and fact.data.police_number is not None:
            by_day[fact.effective_on] = (fact.data.police_number, None)
        elif fact.type == e.PoliceNumberAssigned.TYPE:
            by_day[fact.effective_on] = (fact.data.police_number, fact.data.last_day)
    periods, days = periods_of(facts), sorted(by_day)
    terms = []
    for day, following in zip(days, [*days[1:], None], strict=False):
        number, own_end = by_day[day]
        ends = [own_end, following - ONE_DAY if following else None, _service_end(periods, day)]
        last_day = min((end for end in ends if end is not None), default=None)
        if last_day is None or last_day >= day:
            terms.append(NumberTerm(number, day, last_day))
    return terms


def _service_end(periods: Sequence[Period], day: date) -> date | None:
    """The last day of the service that goes on, or next begins, on that day; None while open."""
    end: date | None = None
    for period in periods:
        if period.last_day is None:
            if end is None or period.entered_on <= end + ONE_DAY:
                return None
        elif period.last_day >= day and (end is None or period.entered_on <= end + ONE_DAY):
            end = period.last_day
    if end is None and periods:
        return periods[-1].last_day  # Long left: the number was never held in service.
    return end
