"""A value over the months: which fact says it from which month on. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.gateway.pay.months import first_day, month_of
from services.gateway.pay.spells import Spell
from services.kernel.fact import Fact

SAME_IF_FIRST = "same_month_if_1st_else_next_month"
NEXT = "first_day_of_next_month"


def counts_from(on: date, joined_on: date, rule: str) -> int:
    """The first month a fact is paid by; what was there on joining counts in full (P2)."""
    if on <= joined_on:
        return month_of(joined_on)
    month = month_of(on)
    return month if rule == SAME_IF_FIRST and on.day == 1 else month + 1


@dataclass(frozen=True, slots=True)
class Series:
    """`months` never falls; of several facts for one month the last one counts."""

    months: list[int] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def at(self, month: int) -> Fact | None:
        place = bisect_right(self.months, month) - 1
        return self.facts[place] if place >= 0 else None


EMPTY = Series()


def series(facts: Iterable[Fact], spell: Spell, rule: Callable[[int], str]) -> Series:
    """Of facts in order of their day, as one spell of service is paid by them.

    `rule` names, by month, from when a fact counts.
    """
    found = Series()
    for fact in facts:
        if spell.owns(fact):
            on = fact.effective_on
            found.months.append(counts_from(on, spell.joined_on, rule(month_of(on))))
            found.facts.append(fact)
    return found


def contradictions(
    facts: Iterable[Fact], says: Callable[[Fact], Any], since: int
) -> list[tuple[Fact, ...]]:
    """Facts of one day that cannot both be true and matter in or after the month `since`.

    Two that say the same are no contradiction.
    """
    days: dict[date, list[Fact]] = {}
    for fact in facts:
        days.setdefault(fact.effective_on, []).append(fact)
    found: list[tuple[Fact, ...]] = []
    edge = first_day(since)
    for on in sorted(days):
        same = days[on]
        clash = len(same) > 1 and len({says(f) for f in same}) > 1
        if on <= edge:
            found = []  # What was said earlier has been replaced by now.
        if clash:
            found.append(tuple(same))
    return found
