"""What surrounds a person's level under one policy: service, grades, honours, quota; and the level.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.decision.employment import AUXILIARY, Employment, employment
from services.gateway.decision.grades import grades_by_year
from services.gateway.level.policy import LevelChoice, Track
from services.kernel.event import Event
from services.kernel.fact import Fact
from services.kernel.policy import Policy
from services.roster.events import LevelQuotaStated, LevelTrack


@dataclass(frozen=True)
class Surroundings:
    dossier: Dossier
    choice: LevelChoice
    service: Employment

    def of(self, kind: type[Event], until: date) -> list[Fact]:
        """Facts of the present service, effective by `until`."""
        return [f for f in self.dossier.of(kind) if self.service.since <= f.effective_on <= until]

    def grades(self, until: date) -> Mapping[int, Fact]:
        """Results decided by `until` in the present service, one a year."""
        found = grades_by_year(self.dossier, until)
        return {y: f for y, f in found.items() if f.effective_on >= self.service.since}

    def quota_stated(self, on: date) -> Fact | None:
        """The latest statement of the quota, as of `on`."""
        return next(reversed(self.of(LevelQuotaStated, on)), None)

    def track(self, held: "Held") -> Track:
        return self.choice.tracks[held.track]


@dataclass(frozen=True, slots=True)
class Held:
    """The level held, since when, by which facts."""

    level: int
    since: date
    facts: tuple[Fact, ...]
    track: LevelTrack = LevelTrack.POST
    spent: frozenset[object] = frozenset()  # Early approvals already used.


def surroundings(dossier: Dossier, policy: Policy) -> Surroundings:
    return Surroundings(dossier, policy.choice, employment(dossier, AUXILIARY))
