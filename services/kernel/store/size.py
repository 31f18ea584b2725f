"""How large a room's database is, so that a filling disk is seen before it is full."""

import asyncio
from collections.abc import Callable

import asyncpg
import structlog

EVERY_SECONDS = 60.0
_log = structlog.get_logger("jingheng.size")


async def watch_size(pool: "asyncpg.Pool[asyncpg.Record]", told: Callable[[float], None]) -> None:
    """Tells bytes, until cancelled; a database that is away keeps its last figure."""
    while True:
        try:
            told(await pool.fetchval("select pg_database_size(current_database())"))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            _log.warning("size_not_measured", fault=type(fault).__name__)
        await asyncio.sleep(EVERY_SECONDS)
