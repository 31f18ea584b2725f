"""The place a follower has reached, and the named conditions that stop it. Pure."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.kernel.chain import GENESIS, next_link
from services.kernel.event import Recorded


class Condition(StrEnum):
    """Why a follower does not go on; each is shown in health and metrics by this name."""

    LOSS = "loss"  # A position is missing.
    REPETITION = "repetition"  # A position came twice, with two contents.
    REORDERING = "reordering"  # A person's later event came before an earlier one.
    FORK = "fork"  # The log goes on from another history: restored from a backup, or tampered.
    OTHER_LOG = "other_log"  # The room answers for a store that is not the one followed so far.
    MALFORMED = "malformed"  # What came is not one of our events.
    UNKNOWN_TYPE = "unknown_type"  # An event of a type this build does not know.


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


@dataclass(frozen=True, slots=True)
class Stop:
    """One record that could not be taken as it came, and whom it is about: they stop, others go on.

    `mended` says how it was put right without anybody's help; then nobody stops.
    """

    condition: Condition
    detail: str
    pos: int | None = None  # None: it has no place in the log.
    subject: str | None = None
    chain: bytes | None = None  # As it states it itself; what comes next proves it or does not.
    raw: bytes = b""
    mended: str = ""

    @property
    def is_aside(self) -> bool:
        """Written down whatever the place is: it has none, or the right record was found."""
        return self.pos is None or bool(self.mended)


Item = Recorded | Stop


def aside(items: Sequence[Item]) -> list[Stop]:
    """What is noted whatever the place is."""
    return [one for one in items if isinstance(one, Stop) and one.is_aside]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page came to: the place after it, what to take, what to write down."""

    place: Place
    events: list[Recorded]
    stops: list[Stop]


def continue_from(
    place: Place, items: Sequence[Item], algorithm: str, skipped: Container[int] = ()
) -> Progress:
    """The place after these items, put in order. Raises Stopped where it cannot go on at all.

    The chain is recomputed here: a follower takes nobody's word for what the log says. Past a
    record that cannot be read, or a position a person let be skipped, the chain is taken up from
    what is stated, and the next event proves it.
    """
    walk = _Walk(place, algorithm, skipped)
    noted = aside(items)
    placed = [one for one in items if not (isinstance(one, Stop) and one.is_aside)]
    try:
        for candidates in _by_position(placed, place.pos):
            walk.take(candidates)
    except Stopped:
        if walk.reached is place:
            raise  # Otherwise what is sound before it is taken first; then it stops there.
    return Progress(walk.reached, walk.events, [*noted, *walk.stops])


def _by_position(items: Sequence[Item], after: int) -> Iterator[list[Item]]:
    """Candidates for each position, in order; what is known already is left out."""
    group: list[Item] = []
    for item in sorted(items, key=lambda one: one.pos or 0):
        if (item.pos or 0) <= after:
            continue
        if group and group[0].pos != item.pos:
            yield group
            group = []
        if item not in group:
            group.append(item)
    if group:
        yield group


@dataclass(slots=True)
class _Walk:
    """From a place on, candidate after candidate."""

    reached: Place
    algorithm: str
    skipped: Container[int]
    events: list[Recorded] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    _pos: int = field(init=False)
    _chain: bytes | None = field(init=False)  # None: past something unreadable.

    def __post_init__(self) -> None:
        self._pos, self._chain = self.reached.pos, self.reached.chain

    def take(self, candidates: list[Item]) -> None:
        room, pos = self.reached.room, candidates[0].pos or 0
        while self._pos + 1 < pos and self._pos + 1 in self.skipped:
            self._pos, self._chain = self._pos + 1, None
        if pos > self._pos + 1:
            raise Stopped(Condition.LOSS, f"{room}: expected {self._pos + 1}, found {pos}")
        found = self._right_one(candidates)
        if isinstance(found, Recorded):
            self.events.append(found)
        self._refuse([one for one in candidates if one is not found], found)
        self._pos, self._chain = pos, found.chain
        if found.chain is not None:
            at = found.recorded_at if isinstance(found, Recorded) else self.reached.recorded_at
            self.reached = Place(room, self.reached.store_id, pos, found.chain, at)

    def _right_one(self, candidates: list[Item]) -> Item:
        """The one that continues the history; an unreadable one only when there is no other."""
        events = [one for one in candidates if isinstance(one, Recorded)]
        for event in events:
            if self._chain is None or next_link(self._chain, event, self.algorithm) == event.chain:
                return event
        if events:
            raise Stopped(
                Condition.FORK,
                f"{self.reached.room}: position {events[0].pos} does not continue the history "
                "taken so far",
            )
        stop = candidates[0]
        assert isinstance(stop, Stop)  # noqa: S101  there is nothing else left
        self.stops.append(stop)
        return stop

    def _refuse(self, others: list[Item], found: Item) -> None:
        for one in others:
            if isinstance(one, Stop):
                how = "republished" if isinstance(found, Recorded) else ""
                self.stops.append(replace(one, mended=how))
            else:
                detail = f"position {one.pos} came with two contents; this one is not the log's"
                raw = one.chain + one.data.encode()
                self.stops.append(Stop(Condition.REPETITION, detail, subject=one.subject, raw=raw))


def out_of_order(items: Sequence[Item]) -> list[Stop]:
    """Events that came after a later one about the same subject: put in order, and noted."""
    furthest: dict[str, int] = {}
    found = []
    for item in items:
        if not isinstance(item, Recorded):
            continue
        if furthest.get(item.subject, 0) > item.pos:
            detail = f"position {item.pos} came after a later one about the same subject"
            found.append(
                Stop(
                    Condition.REORDERING,
                    detail,
                    pos=item.pos,
                    subject=item.subject,
                    raw=item.chain,
                    mended="put_in_order",
                )
            )
        else:
            furthest[item.subject] = item.pos
    return found


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
