"""Spells of service: from entry to leaving, under which law, and which one a month is paid for.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.pay.months import first_day, last_day
from services.kernel.fact import Fact
from services.roster.events import (
    AuxiliaryLevelAwarded,
    Category,
    DutyPostAssigned,
    LeavingKind,
    PayItemSet,
    PersonRegistered,
    PostAssigned,
    RankAwarded,
    ServiceEntered,
    ServiceLeft,
)

AUXILIARIES = (Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL)


@dataclass(frozen=True, slots=True)
class Spell:
    """Both days are served; `after` is the last day of the spell before."""

    category: Category
    joined_on: date
    left_on: date | None
    after: date
    facts: tuple[Fact, ...]
    entered: Fact | None = None

    @property
    def is_auxiliary(self) -> bool:
        return self.category in AUXILIARIES

    def owns(self, fact: Fact) -> bool:
        """Whoever left and came back is a new person: what was fixed before ended with it."""
        on = fact.effective_on
        return on > self.after and (self.left_on is None or on <= self.left_on)

    def serves_in(self, month: int) -> bool:
        return self.joined_on <= last_day(month) and (
            self.left_on is None or self.left_on >= first_day(month)
        )


def spells(dossier: Dossier) -> list[Spell]:
    """In order. A file that begins without an entry is of somebody who already serves."""
    found: list[Spell] = []
    entered: Fact | None = None
    after = date.min
    for move in dossier.of(ServiceEntered, ServiceLeft):
        if move.type == ServiceEntered.TYPE:
            if entered is not None:
                found.append(_spell(dossier, entered, None, after=after))
                after = date.fromordinal(move.effective_on.toordinal() - 1)
                found[-1] = _ended(found[-1], after)
            entered = move
        elif entered is not None or not found:
            found.append(_spell(dossier, entered, move, after=after))
            after, entered = move.effective_on, None
    if entered is not None or (not found and dossier.facts):
        found.append(_spell(dossier, entered, None, after=after))
    return found


def _spell(dossier: Dossier, entered: Fact | None, left: Fact | None, *, after: date) -> Spell:
    facts = tuple(f for f in (entered, left) if f is not None)
    joined_on = entered.effective_on if entered is not None else dossier.facts[0].effective_on
    return Spell(
        category=_category(dossier, entered, left),
        joined_on=joined_on,
        left_on=left.effective_on if left is not None else None,
        after=after,
        facts=facts,
        entered=entered,
    )


def _ended(spell: Spell, on: date) -> Spell:
    return Spell(spell.category, spell.joined_on, on, spell.after, spell.facts, spell.entered)


def _category(dossier: Dossier, entered: Fact | None, left: Fact | None) -> Category:
    """As entered; else as registered; else by what only one kind of service has."""
    if entered is not None:
        category: Category = entered.data.category
        return category
    registered = dossier.of(PersonRegistered)
    if left is not None and left.data.kind == LeavingKind.APPOINTED_OFFICER:
        return Category.AUXILIARY_DUTY
    if registered:
        registered_as: Category = registered[-1].data.category
        return registered_as
    if dossier.of(AuxiliaryLevelAwarded, DutyPostAssigned):
        is_officer = bool(dossier.of(RankAwarded))
    else:
        is_officer = bool(dossier.of(RankAwarded, PayItemSet, PostAssigned))
    return Category.OFFICER if is_officer else Category.AUXILIARY_DUTY


def spell_in(found: Sequence[Spell], month: int) -> Spell | None:
    """The latest that serves on any day of the month: the first and last month are paid in full."""
    return next((s for s in reversed(found) if s.serves_in(month)), None)
