"""A person's present service: since when, in which category, and whether it has ended.

Pure. Who left and came back begins anew: nothing of the earlier service counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.gateway.decision.dossier import Dossier
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster.events import Category, PersonRegistered, ServiceEntered, ServiceLeft

AUXILIARY: Final = (Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL)
OFFICER: Final = (Category.OFFICER,)


@dataclass(frozen=True, slots=True)
class Employment:
    """`entered` None: no entry on file, so that everything on file belongs to it."""

    entered: Fact | None
    left: Fact | None  # What ended it before the day asked about.
    other: Fact | None = None  # What says that this person is of another category.

    @property
    def since(self) -> date:
        return self.entered.effective_on if self.entered is not None else date.min


def employment(dossier: Dossier, categories: Collection[Category]) -> Employment:
    """The last service period; a change of category inside it begins none."""
    moves = sorted(
        (
            f
            for f in dossier.of(ServiceEntered, ServiceLeft)
            # The last day of service still is one.
            if f.type == ServiceEntered.TYPE or f.effective_on + ONE_DAY <= dossier.as_of
        ),
        key=lambda f: (f.effective_on, f.type == ServiceEntered.TYPE),
    )
    entered = left = other = None
    for move in moves:
        if move.type == ServiceLeft.TYPE:
            entered, left = None, move
        elif move.data.category in categories:
            entered, left, other = (entered or move), None, None
        else:
            entered, left, other = None, None, move
    if not moves:
        registered = dossier.of(PersonRegistered)
        other = next((f for f in registered if f.data.category not in categories), None)
    return Employment(entered, left, other)
