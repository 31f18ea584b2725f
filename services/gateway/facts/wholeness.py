"""Are a person's facts whole: nothing open, nothing missing in the count, skips named. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from services.kernel.errors import Refused, conflict
from services.kernel.event import Recorded
from services.kernel.follow.place import Condition
from services.kernel.follow.stops import NotedStop

BY_READING = Condition.UNKNOWN_TYPE  # Ends when a build can read it: no row says so.


def skipped(
    person: str, events: Sequence[Recorded], stops: Sequence[NotedStop], reached: Mapping[str, int]
) -> list[NotedStop]:
    """The records left out of this person's facts by somebody's order.

    Raises Refused `facts_incomplete` while one is neither taken nor skipped. `stops` are those that
    name the person, and those that may be about anybody; `reached` is the position by room.
    """
    mine = [stop for stop in stops if stop.subject == person]
    for stop in mine:
        if stop.open and stop.condition != BY_READING and (stop.pos or 0) <= reached[stop.room]:
            raise incomplete(stop.room, stop.condition, stop.detail)
    left_out = [stop for stop in stops if stop.how == "skipped"]
    named = [stop for stop in left_out if stop.subject == person]
    for room in reached:
        own = sorted((event for event in events if event.room == room), key=lambda e: e.subject_seq)
        named += _holes(own, [stop for stop in left_out if stop.room == room])
    return sorted(set(named), key=lambda stop: (stop.room, stop.pos or 0))


def _holes(events: Sequence[Recorded], left_out: Sequence[NotedStop]) -> list[NotedStop]:
    """What was skipped in each hole of the count. Raises Refused for a hole nobody let be."""
    found, seq, pos = [], 0, 0
    for event in events:
        if event.subject_seq != seq + 1:
            here = [stop for stop in left_out if pos < (stop.pos or 0) < event.pos]
            if len(here) < event.subject_seq - seq - 1:
                detail = f"{event.subject_seq - seq - 1} missing before number {event.subject_seq}"
                raise incomplete(event.room, Condition.LOSS, detail)
            found += here
        seq, pos = event.subject_seq, event.pos
    return found


def incomplete(room: str, condition: str, detail: str) -> Refused:
    return conflict(
        "facts_incomplete",
        f"该人员在 {room} 的记载不完整 ({condition}: {detail}), 修复或跳过之前不作判定",
        f"this person's facts from {room} are not whole ({condition}: {detail}): no decision is "
        "made until that is mended or skipped",
    )


def refuse_stopped(conditions: Iterable[str | None]) -> None:
    """Raises Refused when a followed log stands: what is written down or paid needs them all."""
    stopped = next((condition for condition in conditions if condition), None)
    if stopped is not None:
        raise conflict(
            "facts_incomplete",
            f"事实流已停 ({stopped}), 修复前不据此记载、发薪或推演",
            f"a followed log has stopped ({stopped}): nothing is recorded, paid or supposed until "
            "it is mended",
        )
