"""An auxiliary's present service: since when, the first level it gives, and what belongs to it.

Pure. Who left and came back is a new person: nothing of the earlier service counts.
"""

from dataclasses import dataclass
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.level.policy import LevelChoice
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, next_day_after
from services.roster.events import (
    Category,
    EducationLevel,
    EducationRecorded,
    PersonRegistered,
    ServiceEntered,
    ServiceLeft,
)

AUXILIARY = (Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL)
_HIGHER = list(EducationLevel)  # Lowest first.


@dataclass(frozen=True, slots=True)
class Employment:
    """`entered` None: no entry on file, so that everything on file belongs to it."""

    entered: Fact | None
    left: Fact | None  # What ended it before the day asked about.
    other: Fact | None = None  # What says that this person is no auxiliary.

    @property
    def since(self) -> date:
        return self.entered.effective_on if self.entered is not None else date.min


def employment(dossier: Dossier) -> Employment:
    """The last service period; a change of kind of auxiliary inside it begins none."""
    moves = sorted(
        dossier.of(ServiceEntered, ServiceLeft),
        key=lambda f: (f.effective_on, f.type == ServiceEntered.TYPE),
    )
    entered = left = other = None
    for move in moves:
        if move.type == ServiceLeft.TYPE:
            entered, left = None, move
        elif move.data.category in AUXILIARY:
            entered, left, other = (entered or move), None, None
        else:
            entered, left, other = None, None, move
    if not moves:
        registered = dossier.of(PersonRegistered)
        other = next((f for f in registered if f.data.category not in AUXILIARY), None)
    if left is not None and left.effective_on + ONE_DAY > dossier.as_of:
        # The last day of service still is one; the period it ends is the one asked about.
        entered = next(
            (f for f in reversed(moves) if f.type == ServiceEntered.TYPE and f is not left), None
        )
        left = None
    return Employment(entered, left, other)


@dataclass(frozen=True, slots=True)
class FirstLevel:
    """`level` None while no education is on file that the policy knows."""

    level: int | None
    on: date
    facts: tuple[Fact, ...]


def first_level(dossier: Dossier, entered: Fact, choice: LevelChoice) -> FirstLevel:
    """By the highest education on the day after probation; a later one only if there is no other.

    Source: 河南 2020 办法 [W12].
    """
    on = next_day_after(entered.effective_on, choice.probation_months.value)
    known = [f for f in dossier.of(EducationRecorded) if _counted(f, choice) in _table(choice)]
    in_time = [f for f in known if f.effective_on <= on]
    if in_time:
        best = max(in_time, key=lambda f: _HIGHER.index(_counted(f, choice)))
    elif known:
        best = known[0]
    else:
        return FirstLevel(None, on, (entered,))
    level = _table(choice)[_counted(best, choice)]
    return FirstLevel(level, max(on, best.effective_on), (entered, best))


def _table(choice: LevelChoice) -> dict[EducationLevel, int]:
    return choice.first_level.by_education


def _counted(fact: Fact, choice: LevelChoice) -> EducationLevel:
    """Graduates without the degree count as the policy says."""
    level: EducationLevel = fact.data.level
    return level if fact.data.degree else choice.first_level.without_degree.get(level, level)
