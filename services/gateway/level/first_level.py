"""The first level of an auxiliary: by education, on the day after the probation months. Pure."""

from dataclasses import dataclass
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.level.policy import LevelChoice
from services.kernel.fact import Fact
from services.kernel.legal_dates import next_day_after
from services.roster.events import EducationLevel, EducationRecorded

_HIGHER = list(EducationLevel)  # Lowest first.


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
