"""Events that this build cannot read, type or payload: kept, and their subject stops."""

from collections.abc import Sequence

import msgspec

# Imported so that every type of every room is known in whichever process keeps the facts.
from services.gateway.decision import kinds  # noqa: F401
from services.kernel.event import Recorded, UnknownType, lean_decoder
from services.kernel.follow.place import Condition, Stop
from services.kernel.follow.stops import NotedStop


def unreadable(events: Sequence[Recorded]) -> list[Stop]:
    """One for each; the event is stored all the same, for a build that can read it."""
    return [stop for event in events if (stop := _stop(event)) is not None]


def is_readable(wire_name: str) -> bool:
    """Whether this build has learnt a type since an event of it was noted."""
    try:
        lean_decoder(wire_name)
    except UnknownType:
        return False
    return True


def stops_somebody(stop: NotedStop) -> bool:
    """Neither mended nor, where only its type was unknown, learnt by this build since."""
    learnt = stop.condition == Condition.UNKNOWN_TYPE and is_readable(stop.detail)
    return stop.open and not learnt


def _stop(event: Recorded) -> Stop | None:
    try:
        lean_decoder(event.type)(event.data)
    except UnknownType:
        return Stop(
            Condition.UNKNOWN_TYPE, event.type, event.pos, event.subject, event.chain, event.chain
        )
    except (msgspec.MsgspecError, ValueError) as fault:
        detail = f"position {event.pos}, {event.type}: {fault}"
        return Stop(Condition.MALFORMED, detail, event.pos, event.subject, event.chain, event.chain)
    return None
