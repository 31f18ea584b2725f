"""How far the facts lie behind the rooms, in events and in seconds, for metrics and health."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import asyncpg
import httpx
import structlog

from services.gateway.facts import store
from services.gateway.facts.unreadable import stops_somebody
from services.kernel.event import Recorded
from services.kernel.follow.http_source import HttpSource
from services.kernel.follow.place import Condition, Stopped
from services.kernel.follow.stops import all_stops
from services.kernel.observability import Metrics
from services.kernel.service_directory import service_token
from services.kernel.settings import Settings

EVERY_SECONDS = 5.0
_log = structlog.get_logger("jingheng.lag")


async def watch(
    settings: Settings,
    http: httpx.AsyncClient,
    pool: "asyncpg.Pool[asyncpg.Record]",
    *,
    metrics: Metrics,
    clock: Callable[[], datetime],
) -> None:
    """Until cancelled. A room that does not answer keeps its last figures: its own alarm rings."""
    token = service_token("gateway", settings, http)
    sources = [HttpSource(room, settings.upstream_url(room), http, token) for room in store.ROOMS]
    while True:
        try:
            await _measure(sources, pool, metrics=metrics, clock=clock)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            _log.warning("lag_not_measured", fault=type(fault).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def _measure(
    sources: Sequence[HttpSource],
    pool: "asyncpg.Pool[asyncpg.Record]",
    *,
    metrics: Metrics,
    clock: Callable[[], datetime],
) -> None:
    places = await store.places(pool)
    oldest = 0.0
    for source in sources:
        with suppress(httpx.HTTPError, Stopped, OSError):
            events, seconds = await behind(source, places[source.room].pos, clock())
            metrics.follower_lag_events.labels(source.room).set(events)
            metrics.follower_lag_seconds.labels(source.room).set(seconds)
            oldest = max(oldest, seconds)
    metrics.oldest_waiting_seconds.set(oldest)
    still = await open_stops(pool)
    still.update(place.condition for place in places.values() if place.condition is not None)
    for condition in Condition:
        metrics.follow_stops_open.labels(condition.value).set(still[condition.value])


async def open_stops(pool: "asyncpg.Pool[asyncpg.Record]") -> Counter[str]:
    """Records that stop somebody now, by condition; a type learnt since stops nobody."""
    return Counter(
        stop.condition for stop in await all_stops(pool, store.FOLLOWER) if stops_somebody(stop)
    )


async def behind(source: HttpSource, pos: int, now: datetime) -> tuple[int, float]:
    """Events not taken yet, and the age of the oldest of them in seconds."""
    head = await source.head()
    if head.pos <= pos:
        return 0, 0.0
    waiting = [one for one in await source.page(pos, 0) if isinstance(one, Recorded)]
    age = (now - waiting[0].recorded_at).total_seconds() if waiting else 0.0
    return head.pos - pos, max(age, 0.0)
