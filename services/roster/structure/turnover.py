"""Who came and who left between two days, by reason and category. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from services.kernel.errors import Text
from services.kernel.legal_dates import ONE_DAY
from services.roster.events import Category, LeavingKind
from services.roster.person.periods import Period
from services.roster.structure.count import Line
from services.roster.structure.profile import Profile

UNNAMED = ("unnamed", Text("未登记离职原因", "no reason on file"))


@dataclass
class Turnover:
    """Both days counted. A leaving counts on its last day of service, and in the unit of that day.

    at_start + entered + moved_in - left - moved_out = at_end.
    """

    from_on: date
    until_on: date
    units: frozenset[str] | None = None  # None: everywhere, so that nobody moves in or out.
    at_start: int = 0  # When `from_on` begins.
    at_end: int = 0  # When `until_on` is over.
    moved_in: int = 0
    moved_out: int = 0
    entered: Counter[Category] = field(default_factory=Counter)
    left: dict[str, Counter[Category]] = field(default_factory=dict)

    def add(self, profile: Profile) -> None:
        for period in profile.periods:
            if _serves_on_after(period, self.from_on - ONE_DAY):
                self.at_start += self._here(profile.unit_on(self.from_on - ONE_DAY))
            if _serves_on_after(period, self.until_on):
                self.at_end += self._here(profile.unit_on(self.until_on))
            if self._asked(period.entered_on) and self._here(profile.unit_on(period.entered_on)):
                self.entered[period.category] += 1
            if period.last_day is not None and self._asked(period.last_day):
                self._count_leaving(profile, period, period.last_day)
            if self.units is not None:
                self._count_moves(profile, period)

    def _here(self, unit_id: str | None) -> bool:
        return self.units is None or unit_id in self.units

    def _asked(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on

    def _count_leaving(self, profile: Profile, period: Period, day: date) -> None:
        if self._here(profile.unit_on(day)):
            key = period.leaving.value if period.leaving else UNNAMED[0]
            self.left.setdefault(key, Counter())[period.category] += 1

    def _count_moves(self, profile: Profile, period: Period) -> None:
        for day in {day for day, _ in profile.places if self._asked(day)}:
            if period.covers(day) and day != period.entered_on:
                was = self._here(profile.unit_on(day - ONE_DAY))
                now = self._here(profile.unit_on(day))
                self.moved_in += now and not was
                self.moved_out += was and not now

    def lines(self) -> list[Line]:
        """Most frequent reason first."""
        words = {kind.value: Text(kind.zh, kind.value.replace("_", " ")) for kind in LeavingKind}
        words[UNNAMED[0]] = UNNAMED[1]
        found = [
            Line(key, words[key], {category: counts[category] for category in Category})
            for key, counts in self.left.items()
        ]
        return sorted(found, key=lambda line: (-line.total, line.key))


def _serves_on_after(period: Period, day: date) -> bool:
    """In service at the end of the day: whose last day it is has left by then."""
    return period.entered_on <= day and (period.last_day is None or period.last_day > day)
