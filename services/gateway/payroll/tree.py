"""The unit tree as of a day, and who is below whom, from the units' own facts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.kernel.fact import Fact, standing
from services.roster.events import UnitCreated, UnitMoved, UnitRenamed

TYPES = (UnitCreated.TYPE, UnitMoved.TYPE, UnitRenamed.TYPE)
_DEPTH_MAX = 12  # A loop made of wrong facts ends.


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Tree:
    units: Mapping[str, Unit]

    def name(self, unit: str | None) -> str:
        """The id itself for a unit nobody created; empty for none."""
        if unit is None:
            return ""
        known = self.units.get(unit)
        return known.name if known is not None else unit

    def within(self, unit: str | None, top: str) -> bool:
        """Whether `unit` is `top` or below it."""
        for _ in range(_DEPTH_MAX):
            if unit == top:
                return True
            known = self.units.get(unit) if unit is not None else None
            if known is None:
                return False
            unit = known.parent
        return False


def tree(files: Mapping[str, Iterable[Fact]], on: date) -> Tree:
    """`files`: each unit's facts, in any order. A closed unit still tells where it was."""
    units: dict[str, Unit] = {}
    for subject, facts in files.items():
        name: str | None = None
        parent: str | None = None
        for fact in standing(facts):
            if fact.effective_on > on:
                continue
            if fact.type == UnitCreated.TYPE:
                name, parent = fact.data.name, fact.data.parent_id
            elif fact.type == UnitRenamed.TYPE:
                name = fact.data.name
            elif fact.type == UnitMoved.TYPE:
                parent = fact.data.parent_id
        if name is not None:
            units[subject] = Unit(name, parent)
    return Tree(units)
