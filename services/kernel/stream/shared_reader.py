"""A topic's reader that shares the partitions with others: each sees what all of them have read."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.kernel.follow.place import Item, Place
from services.kernel.stream.group_reader import Assignment, Batch
from services.kernel.stream.parked import READ_MAX, Count, Moved

AHEAD_MAX = 50_000  # Positions past the place: then the others are let catch up.


class GroupPort(Protocol):
    """A consumer group's reader: `group_reader.GroupReader`."""

    @property
    def assignment(self) -> Assignment: ...

    @property
    def alone(self) -> bool: ...

    async def start(self) -> None: ...

    async def seek(self, starts: Mapping[int, datetime | None]) -> None: ...

    async def poll(self, seconds: float) -> Batch: ...

    async def hold(self, *, back: bool) -> None: ...

    async def close(self) -> None: ...


class ParkedPort(Protocol):
    """Where followers of one name put records by for one another: `parked.Parked`."""

    async def counts(self, partitions: Sequence[int] = ()) -> dict[int, Count]: ...

    async def put(
        self, batch: Mapping[int, Sequence[Item]], seen: Mapping[int, Count], taken_to: int
    ) -> dict[int, Count]: ...

    async def read(self, after: Mapping[int, int]) -> dict[int, list[tuple[int, Item]]]: ...


@dataclass(slots=True)
class SharedReader:
    """The reader of a KafkaSource. Who reads every partition parks nothing: all is in memory.

    With several, each parks what it reads before it gives it out, and gives out what the others
    parked. Nothing here decides what is taken: that is the place and the chain, in one transaction.
    So a paused reader, a doubled one or an empty table of parked records costs time, never truth.
    """

    own: GroupPort
    parked: ParkedPort
    place: Callable[[], Awaitable[Place]]
    taken: int = 0
    _mine: dict[int, Count] = field(default_factory=dict)  # Of the partitions read here.
    _seen: dict[int, tuple[UUID, int]] = field(default_factory=dict)  # Parked and given out.
    _assignment: int | None = None  # For which the partitions were sought; None: not yet.
    _settled: bool = False  # Alone, and everything parked before was given out.
    _furthest: int = 0
    _held_back: bool = False

    async def start(self) -> None:
        await self.own.start()

    async def close(self) -> None:
        await self.own.close()

    async def seek_to(self, _instant: datetime | None) -> None:
        """From the place on, all of it again: also what is parked."""
        self._assignment, self.taken = None, 0
        self._seen.clear()

    async def poll(self, seconds: float) -> list[Item]:
        batch = await self.own.poll(seconds)
        if batch.assignment != self._assignment:
            await self._take_up()
            return await self._others()
        if self.own.alone:
            own = [item for items in batch.items.values() for item in items]
            return own + ([] if self._settled else await self._settle())
        try:
            return await self._park(batch.items) + await self._others()
        except Moved:
            self._assignment = None
            return []

    async def _take_up(self) -> None:
        """Each partition from where its last reader parked, or from the place if that is later."""
        assignment = self.own.assignment  # Before all else: it may change meanwhile.
        taken, mine = (await self.place()).recorded_at, sorted(assignment.partitions)
        counts = await self.parked.counts(mine)
        self._mine = {partition: counts[partition] for partition in mine}
        starts = {partition: _later(counts[partition].recorded_at, taken) for partition in mine}
        await self.own.seek(starts)
        self._assignment = assignment.number
        self._settled, self._held_back = False, False

    async def _park(self, batch: Mapping[int, Sequence[Item]]) -> list[Item]:
        taken = self.taken = (await self.place()).pos
        fresh = {
            partition: [one for one in items if one.pos is None or one.pos > taken]
            for partition, items in batch.items()
        }
        if fresh:
            before = {p: (self._mine[p].since, self._mine[p].count) for p in fresh}
            self._mine |= await self.parked.put(fresh, self._mine, taken)
            for partition, count in before.items():
                if self._seen.get(partition) == count:  # Its own need not be read again.
                    now = self._mine[partition]
                    self._seen[partition] = (now.since, now.count)
        items = [item for items in fresh.values() for item in items]
        self._furthest = max((one.pos or 0 for one in items), default=self._furthest)
        await self._keep_pace(taken)
        return items

    async def _keep_pace(self, taken: int) -> None:
        far = self._furthest - taken > AHEAD_MAX
        if far != self._held_back:
            await self.own.hold(back=far)
            self._held_back = far

    async def _settle(self) -> list[Item]:
        items = await self._others()
        self._settled = not items
        return items

    async def _others(self) -> list[Item]:
        """What was parked and not given out here yet."""
        counts = await self.parked.counts()
        after = {}
        for partition, now in counts.items():
            since, count = self._seen.get(partition, (now.since, 0))
            count = count if since == now.since else 0  # Emptied by a crash, and counted anew.
            self._seen[partition] = (now.since, count)
            if count < now.count:
                after[partition] = count
        if not after:
            return []
        found = await self.parked.read(after)
        whole = sum(map(len, found.values())) < READ_MAX
        for partition, before in after.items():
            numbered = found.get(partition)
            last = numbered[-1][0] if numbered else before
            reached = max(last, counts[partition].count) if whole else last
            self._seen[partition] = (counts[partition].since, reached)
        return [item for numbered in found.values() for _, item in numbered]


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
