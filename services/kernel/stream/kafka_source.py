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
# An event others have overtaken for so long is lost, not late. Longer than a consumer group needs
# to give a dead reader's partitions away (SESSION_MS, then a rebalance): that is no loss.
MISSING_SECONDS_MAX = 15.0
REMEMBERED_MAX = 100_000  # Positions taken whose content is compared when they come again.
RUN_MAX = 10_000  # Given out at once.
_log = structlog.get_logger("jingheng.follower")


class ReaderPort(Protocol):
    """What is needed of a topic's reader; raises SourceAway while the broker is not there."""

    @property
    def taken(self) -> int:
        """Up to which position others are known to have taken all; 0 for not known."""

    async def start(self) -> None: ...

    async def seek_to(self, instant: datetime | None) -> None: ...

    async def poll(self, seconds: float) -> Sequence[Item]: ...

    async def close(self) -> None: ...


class RoomPort(Protocol):
    """The room itself, over HTTP: it is the truth, its topic a copy."""

    @property
    def room(self) -> str: ...

    async def head(self) -> SourceHead: ...

    async def page(self, after: int, wait_seconds: int) -> Sequence[Item]: ...


@dataclass(slots=True)
class KafkaSource:
    """The Source of a follower, over Kafka: same events, same order, same place as over HTTP.

    Positions are given out in turn whatever partition they came by, and kept until the place has
    passed them: another follower of the same name may have been first. One that is lost or
    cannot be read in the topic is asked of the room itself, and noted; records that come again are
    dropped when they are the same and stop their subject when they are not.
    """

    origin: RoomPort
    reader: ReaderPort
    found_at: Callable[[], Awaitable[datetime | None]]  # Recording time of the last event taken.
    seconds: Callable[[], float] = monotonic
    missing_seconds: float = MISSING_SECONDS_MAX
    _held: dict[int, list[Item]] = field(default_factory=dict)
    _taken: dict[int, bytes] = field(default_factory=dict)  # Chains by position, oldest first.
    _furthest: dict[str, int] = field(default_factory=dict)
    _notes: list[Stop] = field(default_factory=list)
    _after: int | None = None  # The place as it was asked for last.
    _waiting_since: float | None = None

    @property
    def room(self) -> str:
        return self.origin.room

    async def head(self) -> SourceHead:
        return await self.origin.head()

    async def close(self) -> None:
        await self.reader.close()

    async def page(self, after: int, wait_seconds: int) -> list[Item]:
        """What follows `after` without a hole, as far as it has arrived, and what must be noted."""
        await self.reader.start()
        await self._move_to(after)
        deadline = self.seconds() + wait_seconds
        while True:
            self._sort_in(after, await self.reader.poll(self._patience(deadline)))
            run = self._run_from(after + 1)
            if not run and self._is_stuck(after + 1):
                run = await self._from_room(after + 1)
            if run or self._notes or self.reader.taken > after or self.seconds() >= deadline:
                notes, self._notes = self._notes, []
                return [*notes, *run]

    async def _move_to(self, after: int) -> None:
        """Forgets what has been taken; begins anew where a repair has set the place back."""
        if self._after is None or after < self._after:
            self._held.clear()
            self._furthest.clear()
            await self.reader.seek_to(await self.found_at() if after else None)
        elif after > self._after:
            for pos in [pos for pos in self._held if pos <= after]:
                self._remember(pos, self._held.pop(pos))
        self._after = after

    def _remember(self, pos: int, taken: list[Item]) -> None:
        """Where two contents were to choose from, the choice was not made here."""
        if len(taken) == 1 and isinstance(taken[0], Recorded):
            self._taken[pos] = taken[0].chain
        while len(self._taken) > REMEMBERED_MAX:
            del self._taken[next(iter(self._taken))]

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
        taken = self._taken.get(item.pos or 0)
        if isinstance(item, Recorded) and taken not in (None, item.chain):
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
        while len(run) < RUN_MAX and any(
            isinstance(one, Recorded) for one in self._held.get(pos, ())
        ):
            run += self._held[pos]
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
        return self.seconds() - self._waiting_since > self.missing_seconds

    async def _from_room(self, missing: int) -> list[Item]:
        """From the room itself up to what has arrived here; each noted."""
        arrived = min((pos for pos in self._held if pos > missing), default=missing + 1)
        items = await self.origin.page(missing - 1, 0)
        run = [item for item in items if item.pos is not None and missing <= item.pos < arrived]
        if not run or run[0].pos != missing:
            # The room has lost it, too: whoever keeps the place knows whether it was let be.
            return self._run_from(arrived)
        for item in run:
            pos = item.pos or 0
            unreadable, self._held[pos] = self._held.get(pos, []), [item]
            how = "republished" if isinstance(item, Recorded) else ""
            for one in unreadable:
                if isinstance(one, Stop) and how:
                    self._notes.append(replace(one, mended=how))
            if isinstance(item, Recorded) and not unreadable:
                detail = f"position {pos} was missing from the topic, taken from the room"
                self._notes.append(
                    Stop(Condition.LOSS, detail, pos, item.subject, item.chain, mended=how)
                )
        _log.warning("taken_from_room", room=self.room, first=missing, count=len(run))
        self._waiting_since = None
        return run
