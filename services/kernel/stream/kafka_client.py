"""One topic published with kafka-python: pages in, and where it begins and ends."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaTimeoutError

from services.kernel.event import Recorded
from services.kernel.stream.access import check_access
from services.kernel.stream.binding import place_of, to_record
from services.kernel.stream.threaded import BrokerAway, Fenced, Hung, Options, Threaded

ACK_SECONDS = 30
# kafka-python waits for the end of a transaction without limit, also when its coordinator is gone.
HUNG_SECONDS = 90.0
TAIL_RECORDS = 50  # Control records of transactions lie between ours at the end of a partition.
TAIL_SECONDS = 20.0
BATCH_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Tail:
    """The newest position a read-committed reader sees in a topic, and its chain (hex)."""

    pos: int
    chain: str


class Publisher(Threaded):
    """Publishes pages of one topic, each in one transaction, fenced by the topic's name."""

    def __init__(self, options: Options, topic: str) -> None:
        super().__init__(f"publish-{topic}")
        self._options, self._topic = options, topic
        self._producer: Any = None
        self._hung = False

    async def start(self) -> None:
        """Takes over: whoever published here before is fenced off from now on."""
        await self.call(self._open)

    def _open(self) -> None:
        check_access(self._options)
        self._producer = KafkaProducer(
            **self._options,
            transactional_id=f"relay-{self._topic}",
            transaction_timeout_ms=60_000,
            acks="all",
            enable_idempotence=True,
            linger_ms=5,
            # A page's share of one partition in one batch: each batch costs a wake-up of its own.
            batch_size=BATCH_BYTES,
            max_block_ms=10_000,
            request_timeout_ms=10_000,
            delivery_timeout_ms=ACK_SECONDS * 1000,
            reconnect_backoff_max_ms=1_000,
            allow_auto_create_topics=False,
        )
        self._producer.init_transactions()

    async def publish(self, events: Sequence[Recorded]) -> None:
        """All of the page or nothing of it. Raises BrokerAway or Hung when it cannot be known."""
        try:
            async with asyncio.timeout(HUNG_SECONDS):
                await self.call(lambda: self._publish(events))
        except TimeoutError:
            self._hung = True
            raise Hung(f"no answer from the producer for {HUNG_SECONDS:.0f} s") from None

    def _publish(self, events: Sequence[Recorded]) -> None:
        producer = self._producer
        producer.begin_transaction()
        try:
            sent = []
            for event in events:
                key, value, headers = to_record(event)
                at = int(event.recorded_at.timestamp() * 1000)
                sent.append(
                    producer.send(
                        self._topic, key=key, value=value, headers=headers, timestamp_ms=at
                    )
                )
            producer.flush(timeout=ACK_SECONDS)
            for future in sent:
                future.get(timeout=ACK_SECONDS)
            producer.commit_transaction()
        except BaseException:
            # An open transaction would hold up every read-committed reader until it times out.
            with suppress(Exception):
                producer.abort_transaction()
            raise

    async def close(self) -> None:
        if self._producer is not None and not self._hung:
            with suppress(BrokerAway, Fenced):
                await self.call(lambda: self._producer.close(timeout=5))
        self.end()


class TopicEnds(Threaded):
    """Where one topic begins and ends, as a read-committed reader sees it."""

    def __init__(self, options: Options, topic: str) -> None:
        super().__init__(f"ends-{topic}")
        self._options, self._topic = options, topic
        self._consumer: Any = None
        self._partitions: list[TopicPartition] = []

    async def start(self) -> None:
        """Once; again after a failure. Raises BrokerAway, also while the topic is not there."""
        if self._partitions:
            return
        await self.call(self._open)
        if not self._partitions:
            raise BrokerAway(f"topic {self._topic} is not there yet")

    def _open(self) -> None:
        if self._consumer is None:
            check_access(self._options)
        self._consumer = self._consumer or KafkaConsumer(
            **self._options,
            enable_auto_commit=False,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            request_timeout_ms=15_000,
        )
        numbers = self._consumer.partitions_for_topic(self._topic) or set()
        self._partitions = [TopicPartition(self._topic, number) for number in sorted(numbers)]
        self._consumer.assign(self._partitions)

    async def tail(self) -> Tail | None:
        """The newest position in the topic; None for an empty one.

        Take over with a Publisher first: a commit answers before its markers are written, and a
        read-committed reader sees no further than the markers.
        """
        return await self.call(self._tail)

    def _tail(self) -> Tail | None:
        ends = self._consumer.end_offsets(self._partitions)
        starts = self._consumer.beginning_offsets(self._partitions)
        best: Tail | None = None
        for partition in self._partitions:
            back = TAIL_RECORDS
            while ends[partition] > starts[partition]:
                at = max(starts[partition], ends[partition] - back)
                found = self._last_from(partition, at, ends[partition])
                if found is not None and (best is None or found.pos > best.pos):
                    best = found
                if found is not None or at == starts[partition]:
                    break
                back *= 4  # Only control records there: look further back.
        self._consumer.assign(self._partitions)
        return best

    def _last_from(self, partition: TopicPartition, at: int, end: int) -> Tail | None:
        """The last of our records in [at, end). The position moves over control records, too."""
        self._consumer.assign([partition])
        self._consumer.seek(partition, at)
        last: Tail | None = None
        deadline = monotonic() + TAIL_SECONDS
        while self._consumer.position(partition) < end:
            if monotonic() > deadline:
                raise KafkaTimeoutError(f"the end of {partition} could not be read")
            batch = self._consumer.poll(timeout_ms=500).get(partition)
            if batch:
                place = place_of(batch[-1].headers)
                last = Tail(*place) if place else last
        return last

    async def first(self) -> int | None:
        """The lowest position in the topic; None for an empty one."""
        return await self.call(self._first)

    def _first(self) -> int | None:
        ends = self._consumer.end_offsets(self._partitions)
        starts = self._consumer.beginning_offsets(self._partitions)
        found = [
            place[0]
            for partition in self._partitions
            if (place := self._first_of(partition, starts[partition], ends[partition]))
        ]
        self._consumer.assign(self._partitions)
        return min(found, default=None)

    def _first_of(self, partition: TopicPartition, at: int, end: int) -> tuple[int, str] | None:
        self._consumer.assign([partition])
        self._consumer.seek(partition, at)
        deadline = monotonic() + TAIL_SECONDS
        while self._consumer.position(partition) < end:
            if monotonic() > deadline:
                raise KafkaTimeoutError(f"the beginning of {partition} could not be read")
            if batch := self._consumer.poll(timeout_ms=500).get(partition):
                return place_of(batch[0].headers)
        return None

    async def close(self) -> None:
        if self._consumer is not None:
            with suppress(BrokerAway):
                await self.call(self._consumer.close)
        self.end()
