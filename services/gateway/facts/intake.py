"""The gateway's followers: one for each room's log, all keeping the facts table."""

import asyncpg
import httpx

from services.gateway.facts import store
from services.kernel.follow.follower import Follower
from services.kernel.follow.http_source import HttpSource
from services.kernel.service_directory import service_token
from services.kernel.settings import Settings


def followers(
    settings: Settings, http: httpx.AsyncClient, pool: "asyncpg.Pool[asyncpg.Record]"
) -> list[Follower]:
    """One token for all, three sources, one name: so that several workers can share the load."""
    token = service_token("gateway", settings, http)
    return [
        Follower(
            store.FOLLOWER,
            HttpSource(room, settings.upstream_url(room), http, token),
            pool,
            store.keep,
        )
        for room in store.ROOMS
    ]
