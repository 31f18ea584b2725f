"""What is asked: which kind of decision, about whom, as of which day, known at which instant.

Pure.
"""

from datetime import UTC, date, datetime

import msgspec

from services.kernel.term import Term


class Reading(Term):
    """Whether orders on file are judged, or taken as they are."""

    AS_IT_SHOULD_BE = "as_it_should_be", "依法应当"
    AS_ORDERED = "as_ordered", "依命令"
    AS_KNOWN = "as_known", "按所知"  # Of pay: each month by what is known, whatever was paid.


class Question(msgspec.Struct, frozen=True, kw_only=True):
    kind: str  # A name of services/gateway/decision/kinds.py.
    person: str
    as_of: date
    known_at: datetime | None = None  # None: everything recorded so far.
    reading: Reading = Reading.AS_IT_SHOULD_BE

    def __post_init__(self) -> None:
        """One spelling of an instant, so that the same question gives the same bytes."""
        if self.known_at is not None:
            msgspec.structs.force_setattr(self, "known_at", self.known_at.astimezone(UTC))
