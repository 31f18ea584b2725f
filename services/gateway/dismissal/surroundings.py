"""What the bars of a dismissal are judged by: the file, the law of the day, the service. Pure."""

from dataclasses import dataclass
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.decision.employment import Employment
from services.gateway.dismissal.policy import Bars
from services.gateway.dismissal.retirement import RetirementLaw
from services.kernel.fact import Fact
from services.roster.events import BarKind, IdentityRecorded, PersonRegistered, Sex


@dataclass(frozen=True, slots=True)
class Surroundings:
    dossier: Dossier
    law: Bars
    retirement: RetirementLaw
    service: Employment

    @property
    def registered(self) -> tuple[Fact, ...]:
        """Who the person is, by the file and by the identity document."""
        return self.dossier.of(PersonRegistered, IdentityRecorded)

    @property
    def sex(self) -> Sex | None:
        return next((f.data.sex for f in reversed(self.registered)), None)

    @property
    def birth_on(self) -> date | None:
        known = [f.data.birth_on for f in self.registered if f.data.birth_on is not None]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and what shows it; not certain where the file cannot say whether it stands."""

    kind: BarKind
    since: date
    last_day: date | None  # None: nobody can say yet.
    facts: tuple[Fact, ...]
    is_certain: bool = True

    def covers(self, day: date) -> bool:
        return self.since <= day <= (self.last_day or date.max)
