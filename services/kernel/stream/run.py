"""One relay from start to stop: leadership, topic, tail, then page after page."""

import asyncio
from contextlib import AsyncExitStack

import structlog

from services.kernel.pulse import RelayPulse
from services.kernel.settings import Room, Settings
from services.kernel.store.log import Log
from services.kernel.store.postgres import connect_pool
from services.kernel.stream.binding import topic_of
from services.kernel.stream.kafka_client import Publisher, TopicEnds
from services.kernel.stream.options import kafka_options
from services.kernel.stream.relay import Relay, place_from_tail
from services.kernel.stream.topics import Topics

RELAY_LOCK = 0x4A48_0002
_log = structlog.get_logger("jingheng.relay")


async def run_relay(room: Room, settings: Settings, stop: asyncio.Event, watch: RelayPulse) -> None:
    """One leader a room: a second relay waits for the lock, and a paused old one is fenced.

    Raises BrokerAway, Fenced, WrongTopic, RelayForked, TopicChanged: the caller ends, and begins
    again.
    """
    options, topic = kafka_options(settings), topic_of(room)
    async with AsyncExitStack() as opened:
        pool = await connect_pool(settings.database_url(room), size_max=2)
        opened.push_async_callback(pool.close)
        leader = await opened.enter_async_context(pool.acquire())
        while not await leader.fetchval("select pg_try_advisory_lock($1)", RELAY_LOCK):
            watch.stands_by()
            if await _told(stop, 1.0):
                return
        topics = Topics(options)
        opened.push_async_callback(topics.close)
        await topics.ensure(
            topic,
            partitions=settings.kafka_partitions,
            replication=settings.kafka_replication,
        )
        publisher = Publisher(options, topic)
        opened.push_async_callback(publisher.close)
        await publisher.start()  # Fences before it looks: what it sees at the tail is the end.
        ends = TopicEnds(options, topic)
        opened.push_async_callback(ends.close)
        await ends.start()
        log = Log(pool)
        place = await place_from_tail(room, log, await ends.tail(), await ends.first())
        _log.info("relay_leads", room=room, topic=topic, place=place)
        await Relay(room, log, publisher, place, watch, ends.tail).run(stop)


async def _told(stop: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True
