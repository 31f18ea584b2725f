"""A room's log taken from its topic: partitions merged back into the one dense order."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic
from typing import Protocol

import structlog

from services.kernel.event import Recorded
from services.kernel.follow.place import Condition, Item, SourceHead, Stop, Stopped, out_of_order

HELD_EVENTS_MAX = 200_000  # Ahead of a missing one; more than this and it will not come.
MISSING_SECONDS_MAX = 5.0  # An event others have overtaken for so long is lost, not late.
REMEMBERED_MAX = 100_000  # Positions given out whose content is compared when they come again.
_log = structlog.get_logger("jingheng.follower")


class ReaderPort(Protocol):
    """What is needed of a topic's reader; raises SourceAway while the broker is not there."""

    async def start(self) -> None: ...

    async def seek_to(self, instant: datetime | None) -> None: ...

    async def poll(self, seconds: float) -> Sequence[Item]: ...


class RoomPort(Protocol):
    """The room itself, over HTTP: it is the truth, its topic a copy."""

    @property
    def room(self) -> str: ...

    async def head(self) -> SourceHead: ...

    async def page(self, after: int, wait_seconds: int) -> Sequence[Item]: ...


@dataclass(slots=True)
class KafkaSource:
    """The Source of a follower, over Kafka: same events, same order, same place as over HTTP.

    A position is given out once and in turn whatever partition it came by. One that is lost or
    cannot be read in the topic is asked of the room itself, and noted; records that come again are
    dropped when they are the same and stop their subject when they are not.
    """

    origin: RoomPort
    reader: ReaderPort
    found_at: Callable[[], Awaitable[datetime | None]]  # Recording time of the last event taken.
    seconds: Callable[[], float] = monotonic
    _held: dict[int, list[Item]] = field(default_factory=dict)
    _given: dict[int, bytes] = field(default_factory=dict)  # Chains by position, oldest first.
    _furthest: dict[str, int] = field(default_factory=dict)
    _notes: list[Stop] = field(default_factory=list)
    _next: int | None = None
    _waiting_since: float | None = None

    @property
    def room(self) -> str:
        return self.origin.room

    async def head(self) -> SourceHead:
        return await self.origin.head()

    async def page(self, after: int, wait_seconds: int) -> list[Item]:
        """What follows `after` without a hole, as far as it has arrived, and what must be noted."""
        await self.reader.start()
        if self._next != after + 1:
            self._held.clear()
            self._furthest.clear()
            await self.reader.seek_to(await self.found_at() if after else None)
            self._next = after + 1
        deadline = self.seconds() + wait_seconds
        while True:
            self._sort_in(after, await self.reader.poll(self._patience(deadline)))
            run = self._run_from(after + 1)
            if not run and self._is_stuck(after + 1):
                run = await self._from_room(after + 1)
            if run or self._notes or self.seconds() >= deadline:
                return self._give(after, run)

    def _patience(self, deadline: float) -> float:
        return max(0.05, min(0.5, deadline - self.seconds()))

    def _sort_in(self, after: int, items: Sequence[Item]) -> None:
        for item in items:
            if item.pos is None:
                assert isinstance(item, Stop)  # noqa: S101  every event has a position
                self._notes.append(item)
            elif item.pos <= after:
                self._compare(item)
            else:
                known = self._held.setdefault(item.pos, [])
                if item not in known:
                    self._watch_order(item)
                    known.append(item)
        if len(self._held) > HELD_EVENTS_MAX:
            raise Stopped(Condition.LOSS, f"{self.room}: {after + 1} is missing from the topic")

    def _compare(self, item: Item) -> None:
        """One that was taken already: the same is dropped, another content stops its subject."""
        given = self._given.get(item.pos or 0)
        if isinstance(item, Recorded) and given not in (None, item.chain):
            detail = f"position {item.pos} came again with another content"
            raw = item.chain + item.data.encode()
            self._notes.append(Stop(Condition.REPETITION, detail, None, item.subject, None, raw))

    def _watch_order(self, item: Item) -> None:
        if not isinstance(item, Recorded):
            return
        if self._furthest.get(item.subject, 0) > item.pos:
            later = self._held[self._furthest[item.subject]]
            self._notes += out_of_order([*later, item])
        else:
            self._furthest[item.subject] = item.pos

    def _run_from(self, pos: int) -> list[Item]:
        """Up to the first position that is missing, or of which there is nothing readable."""
        run: list[Item] = []
        while any(isinstance(one, Recorded) for one in self._held.get(pos, ())):
            run += self._held.pop(pos)
            pos += 1
        if run:
            self._waiting_since = None
        return run

    def _is_stuck(self, missing: int) -> bool:
        """Whether later records are here and this one is unreadable, or has not come for long."""
        if missing in self._held or not self._held:
            self._waiting_since = None
            return missing in self._held
        if self._waiting_since is None:
            self._waiting_since = self.seconds()
        return self.seconds() - self._waiting_since > MISSING_SECONDS_MAX

    async def _from_room(self, missing: int) -> list[Item]:
        """From the room itself up to what has arrived here; each noted."""
        arrived = min((pos for pos in self._held if pos > missing), default=missing + 1)
        items = await self.origin.page(missing - 1, 0)
        run = [item for item in items if item.pos is not None and missing <= item.pos < arrived]
        if not run or run[0].pos != missing:
            # The room has lost it, too: whoever keeps the place knows whether it was let be.
            return self._run_from(arrived)
        for item in run:
            unreadable = self._held.pop(item.pos or 0, [])
            how = "republished" if isinstance(item, Recorded) else ""
            for one in unreadable:
                if isinstance(one, Stop) and how:
                    self._notes.append(replace(one, mended=how))
            if isinstance(item, Recorded) and not unreadable:
                detail = f"position {item.pos} was missing from the topic, taken from the room"
                self._notes.append(
                    Stop(Condition.LOSS, detail, item.pos, item.subject, item.chain, mended=how)
                )
        _log.warning("taken_from_room", room=self.room, first=missing, count=len(run))
        self._waiting_since = None
        return run

    def _give(self, after: int, run: list[Item]) -> list[Item]:
        notes, self._notes = self._notes, []
        self._next = max((item.pos or 0 for item in run), default=after) + 1
        for item in run:
            if isinstance(item, Recorded):
                self._given[item.pos] = item.chain
        while len(self._given) > REMEMBERED_MAX:
            del self._given[next(iter(self._given))]
        return [*notes, *run]
