"""Followers that share a topic's partitions, step by step in one thread: who goes on says a seed.

The room is never asked (time stands still): what gets lost between readers stops the run for good.
"""

import random
from collections.abc import Coroutine, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.kernel.chain import GENESIS
from services.kernel.event import Recorded
from services.kernel.follow.follower import Follower
from services.kernel.follow.place import Item, Place, SourceAway, SourceHead, Stopped, continue_from
from services.kernel.stream.group_reader import Assignment, Batch
from services.kernel.stream.kafka_source import KafkaSource
from services.kernel.stream.parked import Count, Moved
from services.kernel.stream.shared_reader import SharedReader
from tests.kernel.samples import recorded, relinked
from tests.simulation.world import START, STORE

PARTITIONS = 4
_UNASSIGNED = Assignment(-1, frozenset())


class Turn:
    """Here another process may go on."""

    def __await__(self) -> Generator[None, None, None]:
        yield


@dataclass
class Group:
    """Kafka's coordinator: who reads what; a member paused too long has lost it unknowingly."""

    dice: random.Random
    members: list["Reading"] = field(default_factory=list)
    shares: dict[int, frozenset[int]] = field(default_factory=dict)
    generation: int = 0

    def rebalance(self) -> None:
        self.generation += 1
        live = [id(member) for member in self.members]
        self.shares = {
            one: frozenset(range(n, PARTITIONS, len(live))) for n, one in enumerate(live)
        }


@dataclass(eq=False)
class Reading:
    """One member's consumer. It hears of an assignment when it polls, not before."""

    group: Group
    topic: list[list[Recorded]]
    assignment: Assignment = _UNASSIGNED
    offsets: dict[int, int] = field(default_factory=dict)
    back: bool = False

    @property
    def alone(self) -> bool:
        return len(self.assignment.partitions) == PARTITIONS

    async def start(self) -> None:
        if self not in self.group.members:
            self.group.members.append(self)
            self.group.rebalance()

    async def seek(self, starts: Mapping[int, datetime | None]) -> None:
        await Turn()
        self._hear()  # The client's thread may have, meanwhile.
        for partition, instant in starts.items():
            part = self.topic[partition]
            at = (i for i, e in enumerate(part) if instant is None or e.recorded_at >= instant)
            self.offsets[partition] = next(at, len(part))

    def _hear(self) -> None:
        share = self.group.shares.get(id(self))
        if share is not None and self.assignment.number != self.group.generation:
            self.assignment = Assignment(self.group.generation, share)
            self.offsets = dict.fromkeys(share, 0)

    async def poll(self, _seconds: float) -> Batch:
        await Turn()
        dice = self.group.dice
        self._hear()
        items: dict[int, list[Item]] = {}
        for partition in () if self.back else sorted(self.assignment.partitions):
            at = self.offsets.get(partition, 0)
            some: list[Item] = [*self.topic[partition][at : at + dice.randint(0, 4)]]
            self.offsets[partition] = at + len(some)
            if some:
                items[partition] = some
        batch = Batch(self.assignment.number, items)
        await Turn()
        return batch

    async def hold(self, *, back: bool) -> None:
        self.back = back

    async def close(self) -> None:
        self.group.members.remove(self)


@dataclass
class Parking:
    """The two unlogged tables; `crash` is PostgreSQL starting again."""

    bug: str = ""
    made: int = 0
    rows: dict[int, Count] = field(default_factory=dict)
    items: dict[tuple[int, int], Item] = field(default_factory=dict)
    shared: int = 0  # Records that came to a follower by way of another.

    def crash(self) -> None:
        self.items.clear()
        if self.bug != "counts_survive":
            self.rows.clear()

    async def counts(self, partitions: Sequence[int] = ()) -> dict[int, Count]:
        await Turn()
        for partition in partitions:
            self.made += 1
            self.rows.setdefault(partition, Count(UUID(int=self.made), 0))
        return dict(self.rows)

    async def put(
        self, batch: Mapping[int, Sequence[Item]], seen: Mapping[int, Count], taken_to: int
    ) -> dict[int, Count]:
        await Turn()
        for partition in batch:
            now, known = self.rows.get(partition), seen[partition]
            if now is None or (now.since, now.count) != (known.since, known.count):
                raise Moved
        self.items = {
            k: one for k, one in self.items.items() if k[0] not in batch or one.pos > taken_to
        }
        after = {}
        for partition, some in batch.items():
            number, at = seen[partition].count, seen[partition].recorded_at
            for item in some:
                number, at = number + 1, item.recorded_at  # type: ignore[union-attr]
                self.items[partition, number] = item
            after[partition] = Count(seen[partition].since, number, at)
        self.rows |= after
        await Turn()
        return after

    async def read(self, after: Mapping[int, int]) -> dict[int, list[tuple[int, Item]]]:
        await Turn()
        found: dict[int, list[tuple[int, Item]]] = {}
        for (partition, number), item in sorted(self.items.items()):
            if number > after.get(partition, number):
                found.setdefault(partition, []).append((number, item))
                self.shared += 1
        return found


@dataclass
class Database:
    """Effect and place, as PostgresKeeper has them: from the place as it is, under its lock."""

    bug: str = ""
    effects: list[Recorded] = field(default_factory=list)
    kept: Place = field(default_factory=lambda: Place("r"))

    async def place(self) -> Place:
        await Turn()
        return self.kept

    async def take(self, seen: Place, items: Sequence[Item], head: SourceHead) -> None:
        await Turn()
        if self.bug != "stale_place" and self.kept.pos != seen.pos:
            return
        progress = continue_from(seen, items, head.algorithm)
        self.kept = progress.place
        self.effects += progress.events
        await Turn()

    async def note(self, stopped: Stopped) -> None:
        raise stopped

    async def clear(self) -> None:
        return None


@dataclass
class Sharing:
    """Two or three followers; some are killed, or paused and left out without hearing of it."""

    seed: int
    bug: str = ""
    events: int = 60
    room: str = "r"

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.log = _a_log(self.events)
        self.topic: list[list[Recorded]] = [[] for _ in range(PARTITIONS)]
        self.group, self.parking = Group(self.dice), Parking(self.bug)
        self.database = Database(self.bug)
        self.running: list[tuple[Reading, Coroutine[Any, Any, None]]] = []
        self.published = self.crashes = 0

    def play(self, turns: int = 6_000) -> "Sharing":
        try:
            self._play(turns)
        finally:
            for _, work in self.running:
                work.close()
        return self

    def _play(self, turns: int) -> None:
        for turn in range(turns):
            calm = turn > turns // 2
            self._publish(self.events if calm else self.dice.randint(0, 2))
            if not calm:
                self._strike()
            while len(self.running) < 2:
                self._start()
            self._go_on(self.dice.choice(self.running))
            if len(self.database.effects) >= self.events:
                return

    def _publish(self, some: int) -> None:
        for event in self.log[self.published : self.published + some]:
            self.topic[sum(event.subject.encode()) % PARTITIONS].append(event)
        self.published = min(self.events, self.published + some)

    def _strike(self) -> None:
        fate = self.dice.random()
        if fate < 0.01 and self.running:  # kill -9; the coordinator notices.
            reading, work = self.running.pop(self.dice.randrange(len(self.running)))
            work.close()
            self._leave(reading)
        elif fate < 0.02 and len(self.group.members) > 1:  # Paused: thought dead, and it goes on.
            self._leave(self.dice.choice(self.group.members))
        elif fate < 0.03 and len(self.running) < 3:
            self._start()
        elif fate < 0.035:
            self.crashes += 1
            self.parking.crash()

    def _leave(self, reading: Reading) -> None:
        if reading in self.group.members:
            self.group.members.remove(reading)
            self.group.rebalance()

    def _start(self) -> None:
        reading = Reading(self.group, self.topic)
        reader = SharedReader(reading, self.parking, self.database.place)
        source = KafkaSource(self, reader, self._found_at, seconds=lambda: 0.0)
        self.running.append((reading, self._follow(Follower(source, self.database))))

    async def _follow(self, follower: Follower) -> None:
        while True:
            try:
                await follower.step(1)
            except SourceAway:
                await Turn()

    def _go_on(self, one: tuple[Reading, Coroutine[Any, Any, None]]) -> None:
        reading, work = one
        lost = reading.assignment.number >= 0 and reading not in self.group.members
        if lost and self.dice.random() < 0.05:  # It hears that it was left out, and joins again.
            self.group.members.append(reading)
            self.group.rebalance()
        work.send(None)

    async def head(self) -> SourceHead:
        link = self.log[self.published - 1].chain if self.published else GENESIS
        return SourceHead(STORE, "sha256", self.published, link)

    async def page(self, _after: int, _wait: int) -> list[Item]:
        raise AssertionError("the room is not asked here")

    async def _found_at(self) -> datetime | None:
        return self.database.kept.recorded_at


def _a_log(count: int) -> list[Recorded]:
    """Of seven people, two events at each instant."""
    log: list[Recorded] = []
    for pos in range(1, count + 1):
        at = START + timedelta(milliseconds=pos // 2)
        event = recorded(pos, subject=f"p{pos % 7}", recorded_at=at)
        log.append(relinked(event, log[-1].chain if log else GENESIS))
    return log
