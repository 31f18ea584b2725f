"""Headcount quota (员额): the places a unit has in a category, and how many are taken. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from services.roster.events import Category
from services.roster.unit.tree import Tree


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """A quota is for the unit and all below it."""

    unit_id: str
    category: Category
    places: int
    used: int

    @property
    def free(self) -> int:
        """Negative when more serve than there are places."""
        return self.places - self.used


def usage(
    quotas: Mapping[tuple[str, Category], int],
    serving: Mapping[tuple[str | None, Category], int],
    tree: Tree,
) -> list[QuotaUse]:
    """`serving`: how many by unit and category; the answer in order of unit, then category."""
    used: Counter[tuple[str, Category]] = Counter()
    for (unit_id, category), people in serving.items():
        for above in tree.line(unit_id):
            used[above, category] += people
    order = list(Category)
    return [
        QuotaUse(unit_id, category, places, used[unit_id, category])
        for (unit_id, category), places in sorted(
            quotas.items(), key=lambda item: (item[0][0], order.index(item[0][1]))
        )
    ]
