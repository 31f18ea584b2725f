"""Models of log, broker and database, each with the faults the real one is known for."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.kernel import chain
from services.kernel.decider import StreamWrite
from services.kernel.event import Origin, Receipt, Recorded
from services.kernel.follow.place import Item, Place, SourceAway, SourceHead, Stopped, continue_from
from services.kernel.store.plan import Done, Head, Locked, Pending, plan_batch
from services.kernel.stream.kafka_client import Tail
from services.kernel.stream.threaded import Fenced
from tests.kernel.samples import course, draft
from tests.simulation.drive import Crash

STORE = UUID(int=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


class Fate:
    """When things go wrong, from a seed; `calm` ends all faults, so that everything can heal."""

    def __init__(self, seed: int, rate: float = 0.08) -> None:
        self.dice = random.Random(seed)
        self.rate = rate
        self.calm = False

    def strikes(self, weight: float = 1.0) -> bool:
        return not self.calm and self.dice.random() < self.rate * weight

    def crash(self) -> None:
        if self.strikes():
            raise Crash


@dataclass
class Log:
    """A room's log, appended to by the real plan under a lock that a crash releases."""

    fate: Fate
    events: list[Recorded] = field(default_factory=list)
    commands: dict[UUID, Done] = field(default_factory=dict)
    numbers: int = 0
    now: datetime = START

    def append(self, pending: list[Pending]) -> list[object]:
        """All of the batch or nothing of it; a crash after the commit loses only the answer."""
        self.now += timedelta(milliseconds=self.fate.dice.randint(0, 5))
        last = self.events[-1] if self.events else None
        streams = {w.stream_id for p in pending for w in p.writes}
        subjects = {d.subject for p in pending for w in p.writes for d in w.drafts}
        locked = Locked(
            Head(last.pos, last.chain) if last else Head(0, chain.GENESIS),
            self.now,
            {s: sum(e.stream_id == s for e in self.events) for s in streams},
            {s: sum(e.subject == s for e in self.events) for s in subjects},
            dict(self.commands),
        )
        plan = plan_batch(pending, locked, link=chain.linker("sha256"), new_id=self._new_id)
        self.fate.crash()
        self.events += plan.events
        self.commands |= plan.commands
        self.fate.crash()
        return list(plan.outcomes)

    def _new_id(self) -> UUID:
        self.numbers += 1
        return UUID(int=self.numbers)

    async def page(self, after: int, limit: int) -> list[Recorded]:
        self.fate.crash()
        return self.events[after : after + min(limit, self.fate.dice.randint(1, 7))]

    async def link_at(self, pos: int) -> bytes | None:
        if pos == 0:
            return chain.GENESIS
        return self.events[pos - 1].chain if pos <= len(self.events) else None


@dataclass
class Broker:
    """A topic as read-committed readers see it, with the epochs that fence relays off."""

    fate: Fate
    fencing: bool = True
    partitions: list[list[Recorded]] = field(default_factory=lambda: [[], [], []])
    epoch: int = 0

    def wipe(self) -> None:
        """All of Kafka is lost, who may publish included: nobody's producer is known any more."""
        self.partitions = [[] for _ in self.partitions]
        self.epoch += 1

    def first(self) -> int | None:
        return min((part[0].pos for part in self.partitions if part), default=None)

    def take_over(self) -> int:
        self.epoch += 1
        return self.epoch

    def tail(self) -> Tail | None:
        ends = [part[-1] for part in self.partitions if part]
        last = max(ends, key=lambda event: event.pos, default=None)
        return Tail(last.pos, last.chain.hex()) if last else None

    def published(self) -> list[Recorded]:
        return [event for part in self.partitions for event in part]


@dataclass
class Publishing:
    """One relay's producer: a page goes in whole or not at all, and the answer may be lost."""

    broker: Broker
    epoch: int

    async def publish(self, events: list[Recorded]) -> None:
        fate = self.broker.fate
        fate.crash()
        if self.broker.fencing and self.epoch != self.broker.epoch:
            raise Fenced("a newer relay has taken over")
        if fate.strikes():
            raise SourceAway("aborted")
        for event in events:
            number = sum(event.subject.encode()) % len(self.broker.partitions)
            self.broker.partitions[number].append(event)
        fate.crash()
        if fate.strikes():
            raise SourceAway("committed, but the answer was lost")


@dataclass
class Reading:
    """A consumer: each partition in order, partitions at any pace, rewound when it reconnects."""

    broker: Broker
    offsets: list[int] = field(default_factory=lambda: [0, 0, 0])
    taken: int = 0

    async def start(self) -> None:
        self.broker.fate.crash()

    async def seek_to(self, instant: datetime | None) -> None:
        for number, part in enumerate(self.broker.partitions):
            at = (i for i, e in enumerate(part) if instant is None or e.recorded_at >= instant)
            self.offsets[number] = next(at, len(part))

    async def poll(self, _seconds: float) -> list[Recorded]:
        fate = self.broker.fate
        fate.crash()
        if fate.strikes():
            raise SourceAway("reset by peer")
        if fate.strikes(0.5):  # A rebalance: some of it comes again.
            self.offsets = [max(0, at - fate.dice.randint(0, 3)) for at in self.offsets]
        batch: list[Recorded] = []
        for number in fate.dice.sample(range(3), 3):
            part, at = self.broker.partitions[number], self.offsets[number]
            some = part[at : at + fate.dice.randint(0, 4)]
            self.offsets[number] = at + len(some)
            batch += some
        return batch


@dataclass
class Database:
    """The follower's database: effect and place in one commit, unless a bug is planted."""

    fate: Fate
    bug: str = ""
    effects: list[Recorded] = field(default_factory=list)
    kept: Place = field(default_factory=lambda: Place("r"))
    condition: Stopped | None = None

    async def place(self) -> Place:
        self.fate.crash()
        return self.kept

    async def take(self, seen: Place, items: list[Item], head: SourceHead) -> None:
        progress = continue_from(seen, items, head.algorithm)
        reached, events = progress.place, progress.events
        reached = Place("r", head.store_id, reached.pos, reached.chain, reached.recorded_at)
        self.fate.crash()
        if self.bug == "place_first":
            self.kept = reached
            self.fate.crash()
            self.effects += events
        elif self.bug == "place_apart":
            self.effects += events
            self.fate.crash()
            self.kept = reached
        else:
            self.kept, self.effects = reached, [*self.effects, *events]
        self.fate.crash()

    async def note(self, stopped: Stopped) -> None:
        self.condition = stopped

    async def clear(self) -> None:
        self.condition = None


def a_command(fate: Fate, number: int, log: Log) -> Pending:
    """One caller's append to a person's stream, sometimes from an old version."""
    person = f"p{fate.dice.randint(0, 4)}"
    version = sum(event.stream_id == person for event in log.events) - fate.dice.choice(
        [0, 0, 0, 1]
    )
    count = fate.dice.randint(1, 3)
    drafts = tuple(draft(person, course(f"{number}-{i}")) for i in range(count))
    origin = Origin(UUID(int=10_000 + number), "sim", "sim", b"d")
    return Pending(origin, (StreamWrite(person, max(version, 0), drafts),))


def is_receipt(outcome: object) -> bool:
    return isinstance(outcome, Receipt)
