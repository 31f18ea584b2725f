"""Is it that the database cannot be reached, or a fault of ours: told apart in one place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from services.kernel.errors import Refused, unavailable

# Cut, refused, or too slow. (A ConnectionRefusedError is an OSError; so is a TimeoutError.)
# InternalClientError: a connection whose server said its last words, before the end of the stream.
CUT: Final = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
# The server is going away, cannot use its disk, or refuses everybody: nothing this command did.
_STATES: Final = ("57", "53", "58", "25006", "40", "55P03")


STORE_AWAY: Final = "store_unavailable"


def is_away(failure: Exception) -> bool:
    if isinstance(failure, OSError):
        return failure.filename is None  # About a file it is no network's fault.
    if isinstance(failure, CUT):
        return True
    state = failure.sqlstate if isinstance(failure, asyncpg.PostgresError) else None
    return (state or "").startswith(_STATES)


def store_away() -> Refused:
    """A commit may or may not have happened: the same Idempotency-Key finds out safely."""
    return unavailable(
        STORE_AWAY,
        "事件库暂不可用, 请用同一 Idempotency-Key 重试",
        "the event store is not available: send it again with the same Idempotency-Key",
    )


@asynccontextmanager
async def reachable() -> AsyncIterator[None]:
    """Raises Refused (unavailable) in place of what tells that the database is away."""
    try:
        yield
    except (*CUT, asyncpg.PostgresError) as failure:
        if is_away(failure):
            raise store_away() from failure
        raise
