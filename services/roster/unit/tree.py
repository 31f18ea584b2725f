"""The unit tree on one day: who is below whom, and what is wrong with it. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from services.roster.unit.events import UnitKind

DEPTH_MAX = 12
# A unit is never below one of a lower kind; an office 科室 is part of any.
_ORDER = {
    kind: order
    for order, kinds in enumerate(
        (
            (UnitKind.BUREAU,),
            (UnitKind.BRANCH, UnitKind.DIVISION),
            (UnitKind.BRIGADE, UnitKind.STATION),
            (UnitKind.TEAM,),
            (UnitKind.SQUAD,),
        )
    )
    for kind in kinds
}


def may_be_below(kind: UnitKind, above: UnitKind) -> bool:
    """Whether a unit of one kind can be part of one of the other; unlisted kinds can."""
    return kind not in _ORDER or above not in _ORDER or _ORDER[kind] >= _ORDER[above]


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """A unit as it is from a day on, in the column order of `unit_versions`."""

    unit_id: str
    from_on: date
    name: str
    kind: str
    parent_id: str | None
    closed: bool


@dataclass(frozen=True)
class Tree:
    """Units by id as of a day, closed ones marked."""

    units: dict[str, UnitVersion]
    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def line(self, unit_id: str | None) -> list[str]:
        """The unit and all above it, lowest first; ends at a loop, an unknown unit, or a root."""
        found: list[str] = []
        while unit_id is not None and unit_id not in found:
            found.append(unit_id)
            known = self.units.get(unit_id)
            unit_id = known.parent_id if known else None
        return found

    def is_within(self, unit_id: str | None, top: str) -> bool:
        return top in self.line(unit_id)

    def below(self, top: str) -> list[str]:
        """The unit and every one below it."""
        found, waiting = [], [top]
        while waiting:
            unit_id = waiting.pop()
            if unit_id not in found:
                found.append(unit_id)
                waiting += self.parts.get(unit_id, [])
        return found

    def open_parts(self, unit_id: str) -> list[UnitVersion]:
        """Units directly below that are not closed."""
        parts = [self.units[part] for part in self.parts.get(unit_id, [])]
        return [part for part in parts if not part.closed]

    def loop_at(self, unit_id: str) -> list[str]:
        """The units of a loop that `unit_id` is in, from itself back to itself; empty if none."""
        line = self.line(unit_id)
        last = self.units.get(line[-1])
        return [*line, unit_id] if last is not None and last.parent_id == unit_id else []

    def depth(self, unit_id: str) -> int:
        return len(self.line(unit_id))


def tree_on(versions: Iterable[UnitVersion], day: date) -> Tree:
    """Each unit in its latest version that day; `versions` in any order."""
    units: dict[str, UnitVersion] = {}
    for version in versions:
        known = units.get(version.unit_id)
        if version.from_on <= day and (known is None or known.from_on <= version.from_on):
            units[version.unit_id] = version
    tree = Tree(units)
    for unit in units.values():
        if unit.parent_id is not None:
            tree.parts[unit.parent_id].append(unit.unit_id)
    for parts in tree.parts.values():
        parts.sort()
    return tree
