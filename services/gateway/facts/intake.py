"""The gateway's followers: one for each room's log, all keeping the facts table."""

from collections.abc import Awaitable, Callable
from datetime import datetime

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


def followers(
    settings: Settings, http: httpx.AsyncClient, pool: "asyncpg.Pool[asyncpg.Record]"
) -> list[Follower]:
    """One for each room, one name; over Kafka where a broker is named, else over the feeds."""
    token = service_token("gateway", settings, http)
    feeds = [HttpSource(room, settings.upstream_url(room), http, token) for room in store.ROOMS]
    if settings.kafka_bootstrap_servers is None:
        return [follower_on_postgres(store.FOLLOWER, feed, pool, store.keep) for feed in feeds]
    from services.kernel.stream.kafka_client import Reader  # noqa: PLC0415  only with a broker

    options = kafka_options(settings)
    return [
        follower_on_postgres(
            store.FOLLOWER,
            KafkaSource(
                feed, Reader(options, topic_of(feed.room)), _last_recorded(pool, feed.room)
            ),
            pool,
            store.keep,
        )
        for feed in feeds
    ]


def _last_recorded(
    pool: "asyncpg.Pool[asyncpg.Record]", room: str
) -> Callable[[], Awaitable[datetime | None]]:
    async def ask() -> datetime | None:
        return (await read_place(pool, store.FOLLOWER, room)).recorded_at

    return ask
