"""One line of an import: whom it is about, since when, and the typed fact. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.kernel.event import Event


@dataclass(frozen=True, slots=True)
class Row:
    """A true fact of the demonstration, and where it is imported."""

    subject: str
    effective_on: date
    data: Event

    @property
    def room(self) -> str:
        return self.data.ROOM

    @property
    def slug(self) -> str:
        return self.data.TYPE.split(".")[1]

    def body(self) -> dict[str, Any]:
        """As the import route takes it."""
        return {
            "subject": self.subject,
            "effective_on": self.effective_on.isoformat(),
            "data": self.fields(),
        }

    def fields(self) -> dict[str, Any]:
        return self.data.model_dump(mode="json", exclude_none=True)


@dataclass(frozen=True, slots=True)
class Mend:
    """A record that was wrong when it was made, and how it is put right afterwards."""

    wrong: Row
    right: Row | None  # None: revoked, it never was so.
    basis: str
    reason: str
