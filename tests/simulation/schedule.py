"""One run from a seed: commands, relays, a follower, crashes; then calm, and the checker."""

from dataclasses import dataclass, field
from uuid import UUID

from services.kernel import chain
from services.kernel.event import Recorded
from services.kernel.follow.follower import Follower
from services.kernel.follow.place import SourceAway, SourceHead, Stopped
from services.kernel.store.plan import Pending
from services.kernel.stream.kafka_source import KafkaSource
from services.kernel.stream.relay import Relay, RelayForked, place_from_tail
from services.kernel.stream.threaded import Fenced
from tests.simulation.drive import Crash, drive
from tests.simulation.world import (
    STORE,
    Broker,
    Database,
    Fate,
    Log,
    Publishing,
    Reading,
    a_command,
    is_receipt,
)


@dataclass
class Run:
    """The world of one seed. Two relays may be alive at once: one of them paused and outdated."""

    seed: int
    bug: str = ""
    steps: int = 120
    room: str = "r"
    acknowledged: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    sent: list[Pending] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fate = Fate(self.seed)
        self.log = Log(self.fate)
        self.broker = Broker(self.fate, fencing=self.bug != "no_fencing")
        self.database = Database(self.fate, self.bug)
        self.relay: Relay | None = None
        self.zombie: Relay | None = None
        self.follower: Follower | None = None
        self.clock = 0.0
        self.wiped = False

    def play(self) -> "Run":
        for _ in range(self.steps):
            action = self.fate.dice.choice(
                [
                    self.command,
                    self.command,
                    self.relay_step,
                    self.relay_step,
                    self.follow_step,
                    self.follow_step,
                    self.pause_relay,
                    self.wake_zombie,
                    self.wipe,
                ]
            )
            action()
        self.fate.calm = True
        self.again_all()
        for _ in range(400):
            self.relay_step()
            self.follow_step()
            if len(self.database.effects) >= len(self.log.events) == self._relayed():
                break
        return self

    def _relayed(self) -> int:
        tail = self.broker.tail()
        return tail.pos if tail else 0

    def command(self) -> None:
        batch = [a_command(self.fate, len(self.sent) + n, self.log) for n in range(2)]
        self.sent += batch
        self._append(batch)

    def again_all(self) -> None:
        """Every client whose answer was lost sends its command once more."""
        for pending in self.sent:
            if pending.origin.command_id not in self.acknowledged:
                self._append([pending])

    def _append(self, batch: list[Pending]) -> None:
        try:
            outcomes = self.log.append(batch)
        except Crash:
            return
        for pending, outcome in zip(batch, outcomes, strict=True):
            if is_receipt(outcome):
                self.acknowledged[pending.origin.command_id] = outcome.events  # type: ignore[attr-defined]

    def relay_step(self) -> None:
        try:
            if self.relay is None:
                epoch = self.broker.take_over()
                place = drive(
                    place_from_tail("r", self.log, self.broker.tail(), self.broker.first())
                )
                self.relay = Relay("r", self.log, Publishing(self.broker, epoch), place)
            drive(self.relay.step())
        except (Crash, SourceAway, Fenced, RelayForked):
            self.relay = None  # The supervisor starts it again; it finds its place at the tail.

    def pause_relay(self) -> None:
        """SIGSTOP: another takes over while this one still believes it leads."""
        if self.relay is not None and self.fate.strikes(2):
            self.zombie, self.relay = self.relay, None

    def wake_zombie(self) -> None:
        if self.zombie is not None and not self.fate.calm:
            zombie, self.zombie = self.zombie, None
            try:
                drive(zombie.step())
            except (Crash, SourceAway, Fenced):
                return

    def wipe(self) -> None:
        """Kafka loses everything; it is filled again from the log."""
        if self.fate.strikes(0.3):
            self.broker.wipe()
            self.relay, self.wiped = None, True

    def follow_step(self) -> None:
        try:
            if self.follower is None:
                source = KafkaSource(
                    self, Reading(self.broker), self._found_at, seconds=self._seconds
                )
                self.follower = Follower(source, self.database)
            drive(self.follower.step(1))
        except (Crash, SourceAway):
            self.follower = None
        except Stopped as stopped:
            self.database.condition = stopped
            self.follower = None

    async def page(self, after: int, _wait: int) -> list[Recorded]:
        """The room itself, asked over HTTP for what its topic has lost."""
        return await self.log.page(after, 100)

    async def head(self) -> SourceHead:
        self.fate.crash()
        last = self.log.events[-1] if self.log.events else None
        link = last.chain if last else chain.GENESIS
        return SourceHead(STORE, "sha256", last.pos if last else 0, link)

    async def _found_at(self):
        return self.database.kept.recorded_at

    def _seconds(self) -> float:
        self.clock += 0.2
        return self.clock


def faults(run: Run) -> list[str]:
    """What the checker finds wrong after everything has healed; empty in a sound system."""
    found = []
    log, effects = run.log.events, run.database.effects
    if chain.verify(log) != (len(log), log[-1].chain if log else chain.GENESIS):
        found.append("log: chain or density")
    by_command: dict[UUID, list[UUID]] = {}
    for event in log:
        by_command.setdefault(event.command_id, []).append(event.event_id)
    for command, events in run.acknowledged.items():
        if tuple(by_command.get(command, ())) != events:
            found.append(f"log: acknowledged {command} is not there exactly once")
    if [event.pos for event in effects] != [event.pos for event in log]:
        found.append("follower: effects are not the log, each once, in order")
    if run.database.kept.pos != len(log):
        found.append("follower: the place is not the end")
    published = sorted(event.pos for event in run.broker.published())
    if published != list(range(1, len(log) + 1)):
        found.append("topic: not every position exactly once")
    for part in run.broker.partitions:
        if [event.pos for event in part] != sorted(event.pos for event in part):
            found.append("topic: a partition runs backwards")
    return found
