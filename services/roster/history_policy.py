"""The lawful bounds of a service history: ages, probation, when nobody may be let go. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from services.kernel.legal_dates import ONE_DAY, full_months
from services.kernel.policy import (
    ChoiceFile,
    Clause,
    LawFile,
    PolicyKind,
    Shelf,
    Source,
    Sourced,
    Version,
)
from services.roster.contract.events import EndingPath
from services.roster.health.events import BarKind
from services.roster.person.events import Category, DutyPost

Age = Annotated[int, Field(ge=14, le=40)]


class EntryAges(Clause):
    source: Source
    ages: dict[Category, Age]


class ProbationBand(Clause):
    """Of fixed terms shorter than so many months; the first that fits counts."""

    term_months_below: Annotated[int, Field(ge=1, le=120)]
    months_max: Annotated[int, Field(ge=0, le=24)]


class Probation(Clause):
    source: Source
    bands: list[ProbationBand]
    longest_months: Annotated[int, Field(ge=0, le=24)]  # Of longer terms, and of open contracts.

    def months_max(self, first_day: date, last_day: date | None) -> int:
        """How long the probation of a contract may be; `last_day` is None for an open one."""
        if last_day is not None:
            term = full_months(first_day, last_day + ONE_DAY)
            for band in self.bands:
                if term < band.term_months_below:
                    return band.months_max
        return self.longest_months


class BarredEndings(Clause):
    """The endings of a contract that wait while one of these bars stands."""

    source: Source
    paths: Annotated[list[EndingPath], Field(min_length=1)]
    bar_kinds: Annotated[list[BarKind], Field(min_length=1)]


class BarredDismissals(Clause):
    source: Source
    bar_kinds: Annotated[list[BarKind], Field(min_length=1)]


class HistoryLaw(LawFile):
    """`policies/law/service_history/`."""

    entry_age_min: EntryAges
    probation: Probation
    barred_contract_endings: BarredEndings
    barred_dismissals: BarredDismissals


class HistoryChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/service_history/`."""

    auxiliary_age_min: Sourced[Age]
    clerical_posts: Sourced[Annotated[list[DutyPost], Field(min_length=1)]]


SERVICE_HISTORY = PolicyKind("service_history", HistoryLaw, HistoryChoice)
_AUXILIARY = (Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds on a day; of days before the first version, that version."""

    shelf: Shelf

    def law(self, day: date) -> HistoryLaw:
        found: HistoryLaw = self.shelf.in_force(SERVICE_HISTORY.name, self._known(day)).law
        return found

    def choice(self, day: date) -> HistoryChoice | None:
        """None where the bureau has chosen nothing."""
        found: HistoryChoice | None
        found = self.shelf.in_force(SERVICE_HISTORY.name, self._known(day)).choice
        return found

    def entry_age(self, category: Category, day: date) -> tuple[int, str]:
        """The age in years, and where it comes from."""
        ages, choice = self.law(day).entry_age_min, self.choice(day)
        lawful = ages.ages.get(category, 0)
        own = choice.auxiliary_age_min if choice is not None and category in _AUXILIARY else None
        if own is not None and own.value > lawful:
            return own.value, own.source
        return lawful, ages.source

    def _known(self, day: date) -> date:
        firsts = [
            versions[0].effective_from
            for layer in ("law", "bureau")
            if (versions := _versions(self.shelf, layer))
        ]
        return max(day, *firsts) if firsts else day


def _versions(shelf: Shelf, layer: str) -> Sequence[Version]:
    return shelf.layers.get((SERVICE_HISTORY.name, layer), ())
