"""The place a follower has reached, and the named conditions that stop it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.kernel.chain import GENESIS, next_link
from services.kernel.event import Recorded


class Condition(StrEnum):
    """Why a follower does not go on; each is shown in health and metrics by this name."""

    LOSS = "loss"  # A position is missing.
    REPETITION = "repetition"  # A position came that was taken already, with other content.
    FORK = "fork"  # The log goes on from another history: restored from a backup, or tampered.
    OTHER_LOG = "other_log"  # The room answers for a store that is not the one followed so far.
    MALFORMED = "malformed"  # What came is not one of our events.


class Stopped(Exception):
    """The follower must not go on: nothing may be computed past this."""

    def __init__(self, condition: Condition, detail: str) -> None:
        super().__init__(f"{condition}: {detail}")
        self.condition = condition
        self.detail = detail


class SourceAway(Exception):
    """The log cannot be reached just now: wait and ask again."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far one log has been taken."""

    room: str
    store_id: UUID | None = None
    pos: int = 0
    chain: bytes = GENESIS
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceHead:
    """What the followed room says of its own log."""

    store_id: UUID
    algorithm: str
    pos: int
    chain: bytes


def continue_from(place: Place, events: Sequence[Recorded], algorithm: str) -> Place:
    """The place after these events. Raises Stopped unless they are exactly what comes next.

    The chain is recomputed here: a follower takes nobody's word for what the log says.
    """
    pos, chain, at = place.pos, place.chain, place.recorded_at
    for event in events:
        if event.pos > pos + 1:
            raise Stopped(Condition.LOSS, f"{place.room}: expected {pos + 1}, found {event.pos}")
        if event.pos <= pos:
            raise Stopped(Condition.REPETITION, f"{place.room}: position {event.pos} came again")
        chain = next_link(chain, event, algorithm)
        if chain != event.chain:
            raise Stopped(
                Condition.FORK,
                f"{place.room}: position {event.pos} does not continue the history taken so far",
            )
        pos, at = event.pos, event.recorded_at
    return Place(place.room, place.store_id, pos, chain, at)


def check_head(place: Place, head: SourceHead) -> None:
    """Raises Stopped when the followed log cannot be the one followed so far."""
    if place.store_id is not None and head.store_id != place.store_id:
        raise Stopped(
            Condition.OTHER_LOG,
            f"{place.room}: followed store {place.store_id}, now it answers as {head.store_id}",
        )
    if head.pos < place.pos:
        raise Stopped(
            Condition.FORK,
            f"{place.room}: the log ends at {head.pos}, {place.pos} had been taken",
        )
    if head.pos == place.pos and head.chain != place.chain:
        raise Stopped(Condition.FORK, f"{place.room}: same position {head.pos}, other chain")
