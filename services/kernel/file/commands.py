"""What may be asked of a file: record a fact, correct one, revoke one. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.kernel.event import Event


@dataclass(frozen=True, slots=True)
class RecordFact:
    """A fact as the bureau learned it; `basis` names the document, paper or system."""

    data: Event
    effective_on: date
    basis: str


@dataclass(frozen=True, slots=True)
class CorrectFact:
    """The whole fact as it should have been, in place of the one named."""

    event_id: UUID
    data: Event
    effective_on: date
    basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class RevokeFact:
    """The fact named never was so. `slug`: its kind, as the caller's permission is for that."""

    event_id: UUID
    basis: str
    reason: str
    slug: str


Command = RecordFact | CorrectFact | RevokeFact
