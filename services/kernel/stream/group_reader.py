"""One topic read by several processes: Kafka's consumer group gives each its partitions."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition

from services.kernel.follow.place import Item
from services.kernel.stream.access import check_access
from services.kernel.stream.binding import item_from_record
from services.kernel.stream.threaded import BrokerAway, Options, Threaded

POLL_RECORDS = 2_000
SESSION_MS = 6_000  # A reader not heard of for so long loses its partitions to the others.
_Polled = tuple[int, Mapping[TopicPartition, Any]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """The partitions read here, and a number that changes whenever they may have."""

    number: int
    partitions: frozenset[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of each partition, in its order, and under which assignment it came."""

    assignment: int
    items: Mapping[int, list[Item]]


class GroupReader(Threaded):
    """Reads the partitions the group assigns to it, read-committed, from wherever it is told.

    The group says who reads what and nothing else: no offset is committed. An `instance` name that
    stays the same over a restart takes its partitions up at once.
    """

    def __init__(self, options: Options, topic: str, group: str, instance: str = "") -> None:
        super().__init__(f"read-{topic}")
        self._options, self._topic, self._group = options, topic, group
        self._instance = instance or None
        self._consumer: Any = None
        self._assignments = _Assignments()
        self._total: frozenset[int] = frozenset()
        self._ahead: asyncio.Task[_Polled] | None = None

    async def start(self) -> None:
        """Once; again after a failure. Raises BrokerAway, also while the topic is not there."""
        if self._total:
            return
        await self.call(self._open)
        if not self._total:
            raise BrokerAway(f"topic {self._topic} is not there yet")

    def _open(self) -> None:
        if self._consumer is None:
            check_access(self._options)
            self._consumer = KafkaConsumer(
                **self._options,
                group_id=self._group,
                group_instance_id=self._instance,
                session_timeout_ms=SESSION_MS,
                heartbeat_interval_ms=SESSION_MS // 4,
                enable_auto_commit=False,
                isolation_level="read_committed",
                auto_offset_reset="earliest",
                max_poll_records=POLL_RECORDS,
                allow_auto_create_topics=False,
                request_timeout_ms=15_000,
            )
        total = frozenset(self._consumer.partitions_for_topic(self._topic) or ())
        if total:
            self._consumer.subscribe([self._topic], listener=self._assignments)
        self._total = total

    @property
    def assignment(self) -> Assignment:
        return self._assignments.now

    @property
    def alone(self) -> bool:
        """Whether every partition is read here."""
        return bool(self._total) and self.assignment.partitions == self._total

    async def seek(self, starts: Mapping[int, datetime | None]) -> None:
        """Each to its first record stamped at or after the instant; None: its beginning.

        One that is not ours any more is left out: the next batch says so by its assignment.
        """
        await self._forget_ahead()
        await self.call(lambda: self._seek(starts))

    def _seek(self, starts: Mapping[int, datetime | None]) -> None:
        still = self.assignment.partitions
        mine = {TopicPartition(self._topic, p): at for p, at in starts.items() if p in still}
        times = {one: int(at.timestamp() * 1000) for one, at in mine.items() if at is not None}
        found = self._consumer.offsets_for_times(times) if times else {}
        ends = self._consumer.end_offsets(list(times)) if times else {}
        for partition in mine:
            if partition not in times:
                self._consumer.seek_to_beginning(partition)
                continue
            place = found.get(partition)
            self._consumer.seek(partition, place.offset if place else ends[partition])

    async def poll(self, seconds: float) -> Batch:
        ahead, self._ahead = self._ahead, None
        number, batches = await (ahead or self._poll_later(seconds))
        if batches:  # The next ones arrive and are unpacked while these are taken.
            self._ahead = self._poll_later(seconds)
        return Batch(
            number, {one.partition: _items(one, records) for one, records in batches.items()}
        )

    def _poll_later(self, seconds: float) -> "asyncio.Task[_Polled]":
        def poll() -> _Polled:
            batches = self._consumer.poll(timeout_ms=int(seconds * 1000))
            return self._assignments.now.number, batches

        return asyncio.create_task(self.call(poll))

    async def hold(self, *, back: bool) -> None:
        """While held back nothing is read, and the group hears of us all the same."""

        def turn() -> None:
            wanted = list(self._consumer.assignment()) if back else self._consumer.paused()
            turned: Callable[..., None] = self._consumer.pause if back else self._consumer.resume
            turned(*wanted)

        await self.call(turn)

    async def _forget_ahead(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            await asyncio.gather(ahead, return_exceptions=True)

    async def close(self) -> None:
        """Leaves the group: the others have the partitions at once."""
        await self._forget_ahead()
        if self._consumer is not None:
            with suppress(BrokerAway):
                await self.call(self._consumer.close)
        self.end()


class _Assignments(ConsumerRebalanceListener):  # type: ignore[misc]
    """What is assigned now; the client's thread says it, any other may look."""

    def __init__(self) -> None:
        self.now = Assignment(0, frozenset())

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        left = self.now.partitions - {one.partition for one in revoked}
        self.now = Assignment(self.now.number + 1, left)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        now = self.now.partitions | {one.partition for one in assigned}
        self.now = Assignment(self.now.number + 1, now)


def _items(partition: TopicPartition, records: Any) -> list[Item]:  # noqa: ANN401  untyped library
    return [
        item_from_record((partition.partition, one.offset), one.key, one.value, one.headers)
        for one in records
    ]
