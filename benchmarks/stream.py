"""Relay and follower against bare kafka-python, and the wait from recorded to known elsewhere."""

import asyncio
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from uuid import uuid4

import asyncpg

from benchmarks.bench_broker import broker
from benchmarks.bench_server import Figure, Ratio, database, durable_server, show
from services.gateway.facts import store as facts
from services.kernel.decider import StreamWrite
from services.kernel.event import Draft, Origin
from services.kernel.follow.follower import Follower, follower_on_postgres
from services.kernel.follow.keeper import read_place
from services.kernel.follow.place import Place, SourceHead
from services.kernel.identity import new_uuid7
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore, connect_pool
from services.kernel.stream.binding import to_record
from services.kernel.stream.group_reader import GroupReader
from services.kernel.stream.kafka_client import Publisher
from services.kernel.stream.kafka_source import KafkaSource
from services.kernel.stream.parked import Parked
from services.kernel.stream.relay import Relay
from services.kernel.stream.shared_reader import SharedReader
from services.kernel.stream.topics import Topics
from services.roster.events import SanctionImposed, SanctionKind

_FORGET = """
delete from facts; delete from followed; delete from followed_partitions; delete from followed_ahead
"""
EVENTS, PARTITIONS, SINGLE = 40_000, 12, 300
FACT = SanctionImposed(kind=SanctionKind.WARNING, document_no="x" * 150)


async def fill(store: PostgresStore, count: int) -> None:
    for _ in range(0, count, 1_000):
        writes = []
        for _n in range(1_000):
            person = str(uuid4())
            drafts = (Draft(FACT, person, date(2024, 3, 10), basis="bench"),)
            writes.append(StreamWrite(f"person-{person}", 0, drafts))
        await store.append(Origin(new_uuid7(), "bench", "bench", b"d"), writes)


def bare(servers: str, topic: str, records: list[tuple[bytes, bytes, list]]) -> float:
    """The same records, idempotent and acknowledged by all, without transactions."""
    from kafka import KafkaProducer  # noqa: PLC0415  the rival

    producer = KafkaProducer(bootstrap_servers=[servers], acks="all", linger_ms=5)
    began = time.perf_counter()
    for start in range(0, len(records), 500):
        sent = [
            producer.send(topic, key=key, value=value, headers=headers)
            for key, value, headers in records[start : start + 500]
        ]
        producer.flush(timeout=30)
        for future in sent:
            future.get(timeout=30)
    rate = len(records) / (time.perf_counter() - began)
    producer.close()
    return rate


class Bench:
    """One log, one topic, one follower's database."""

    following: Follower

    def __init__(self, servers: str, log_pool: asyncpg.Pool, facts_pool: asyncpg.Pool) -> None:
        self.options = {"bootstrap_servers": [servers]}
        self.store, self.log = PostgresStore(log_pool), Log(log_pool)
        self.facts_pool = facts_pool
        self.publisher = Publisher(self.options, "bench.events")
        self.room = "roster"

    async def page(self, after: int, _wait: int):  # noqa: ANN201  for what the topic lacks
        return await self.log.page(after)

    async def head(self) -> SourceHead:
        head = await self.log.head()
        return SourceHead(head.store_id, head.algorithm, head.pos, head.chain)

    async def place(self) -> Place:
        return await read_place(self.facts_pool, facts.FOLLOWER, "roster")

    async def found_at(self) -> datetime | None:
        return (await self.place()).recorded_at

    def follower(self) -> Follower:
        """As the product makes it."""
        reader = SharedReader(
            GroupReader(self.options, "bench.events", "gateway-facts.bench"),
            Parked(facts.FOLLOWER, self.room, self.facts_pool),
            self.place,
        )
        source = KafkaSource(self, reader, self.found_at)
        return follower_on_postgres(facts.FOLLOWER, source, self.facts_pool, facts.keep)

    async def relay(self, count: int) -> float:
        self.carrying = Relay("roster", self.log, self.publisher, 0)
        began = time.perf_counter()
        while self.carrying.place < count:
            await self.carrying.step()
        return count / (time.perf_counter() - began)

    async def follow(self, count: int) -> float:
        self.following = self.follower()
        began, taken = time.perf_counter(), 0
        while taken < count:
            taken += await self.following.step(1)
        return count / (time.perf_counter() - began)

    async def waits(self) -> list[float]:
        """Seconds from a command's answer until the follower's database has it."""
        stop, waits = asyncio.Event(), []
        relaying = asyncio.create_task(self.carrying.run(stop))
        running = asyncio.create_task(self.following.run(stop))
        for _ in range(SINGLE):
            person = str(uuid4())
            write = StreamWrite(f"person-{person}", 0, (Draft(FACT, person, date(2024, 3, 10)),))
            receipt = await self.store.append(Origin(new_uuid7(), "b", "b", b"d"), [write])
            began = time.perf_counter()
            asked = "select 1 from facts where event_id = $1"
            while not await self.facts_pool.fetchval(asked, receipt.events[0]):  # noqa: ASYNC110
                await asyncio.sleep(0.002)
            waits.append(time.perf_counter() - began)
        stop.set()
        await asyncio.gather(relaying, running)
        return sorted(waits)


def share(servers: str, log_url: str, facts_url: str, count: int) -> None:
    """One process of several: until the place is the end."""
    asyncio.run(_share(servers, log_url, facts_url, count))


async def _share(servers: str, log_url: str, facts_url: str, count: int) -> None:
    bench = Bench(servers, await connect_pool(log_url), await connect_pool(facts_url))
    follower = bench.follower()
    while (await bench.place()).pos < count:
        await follower.step(1)
    await follower.source.close()


async def shared(servers: str, log_url: str, facts_url: str, count: int) -> float:
    """Two processes from the beginning; what was taken before is dropped first."""
    connection = await asyncpg.connect(facts_url)
    await connection.execute(_FORGET)
    await connection.close()
    began = time.perf_counter()
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        words = (servers, log_url, facts_url, count)
        running = asyncio.get_running_loop()
        await asyncio.gather(*(running.run_in_executor(pool, share, *words) for _ in range(2)))
        return count / (time.perf_counter() - began)


async def main(*, as_json: bool) -> None:
    async with durable_server() as server, broker() as servers:
        urls = await database(server, "ours", "roster"), await database(server, "copy", "gateway")
        log_pool, facts_pool = [await connect_pool(url) for url in urls]
        bench = Bench(servers, log_pool, facts_pool)
        topics = Topics(bench.options)
        for topic in ("bench.events", "bare.events"):
            await topics.ensure(topic, partitions=PARTITIONS, replication=1)
        await fill(bench.store, EVENTS)
        records = [
            to_record(e) for start in range(0, EVENTS, 5_000) for e in await bench.log.page(start)
        ]
        plain = await asyncio.to_thread(bare, servers, "bare.events", records)
        await bench.publisher.start()
        relayed, followed = await bench.relay(EVENTS), await bench.follow(EVENTS)
        waits = await bench.waits()
        await bench.following.source.close()
        together = await shared(servers, *urls, EVENTS)
        for closing in (bench.publisher, topics, log_pool, facts_pool):
            await closing.close()
    p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    show(
        f"stream: {EVENTS:,} events over a real broker, {PARTITIONS} partitions",
        [
            Figure("bare kafka-python, idempotent, acks=all, no transactions", plain),
            Figure("relay: read, bind, one transaction a page", relayed),
            Figure("follow: merge, chain recomputed, effect in PostgreSQL", followed),
            Figure("the same, two processes sharing (their start included)", together),
            Figure(
                "recorded to known elsewhere, one at a time",
                1 / p50,
                f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms",
            ),
        ],
        [
            Ratio("relay to bare produce", relayed / plain, 0.8),
            Ratio("follow to 20,000 events a second", followed / 20_000, 1),
            Ratio("one second over p99", 1 / p99, 1),
        ],
        as_json=as_json,
    )


if __name__ == "__main__":
    asyncio.run(main(as_json=False))
