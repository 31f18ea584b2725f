"""The gateway's followers: one for each room's log, all keeping the facts table."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import asyncpg
import httpx

from services.gateway.facts import store
from services.kernel.follow.follower import Follower, follower_on_postgres
from services.kernel.follow.http_source import HttpSource
from services.kernel.follow.keeper import read_place
from services.kernel.service_directory import service_token
from services.kernel.settings import Settings
from services.kernel.stream.binding import topic_of
from services.kernel.stream.kafka_source import KafkaSource
from services.kernel.stream.options import kafka_options
from services.kernel.stream.parked import Parked
from services.kernel.stream.shared_reader import SharedReader


def followers(
    settings: Settings, http: httpx.AsyncClient, pool: "asyncpg.Pool[asyncpg.Record]"
) -> list[Follower]:
    """One for each room, one name; over Kafka where a broker is named, else over the feeds."""
    sources = feeds(settings, http)
    if settings.kafka_bootstrap_servers is None:
        return [follower_on_postgres(store.FOLLOWER, one, pool, store.keep) for one in sources]
    return [
        follower_on_postgres(
            store.FOLLOWER,
            shared_source(settings, feed, pool, topic_of(feed.room)),
            pool,
            store.keep,
        )
        for feed in sources
    ]


def feeds(settings: Settings, http: httpx.AsyncClient) -> list[HttpSource]:
    """Every room's log as the room itself gives it: what a topic is a copy of."""
    token = service_token("gateway", settings, http)
    return [HttpSource(room, settings.upstream_url(room), http, token) for room in store.ROOMS]


def shared_source(
    settings: Settings, feed: HttpSource, pool: "asyncpg.Pool[asyncpg.Record]", topic: str
) -> KafkaSource:
    """A room's topic, its partitions shared with every other process that follows for the facts."""
    from services.kernel.stream.group_reader import GroupReader  # noqa: PLC0415  only with a broker

    group = f"gateway-{store.FOLLOWER}.{topic}"  # Named in the ACLs of deploy/runbook.md.
    reader = SharedReader(
        GroupReader(kafka_options(settings), topic, group, settings.follower_instance),
        Parked(store.FOLLOWER, feed.room, pool),
        partial(read_place, pool, store.FOLLOWER, feed.room),
    )
    return KafkaSource(feed, reader, _last_recorded(pool, feed.room))


def _last_recorded(
    pool: "asyncpg.Pool[asyncpg.Record]", room: str
) -> Callable[[], Awaitable[datetime | None]]:
    async def ask() -> datetime | None:
        return (await read_place(pool, store.FOLLOWER, room)).recorded_at

    return ask
