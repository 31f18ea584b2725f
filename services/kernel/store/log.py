"""Reading a room's log: pages of `pos > $1`, density asserted, known-at as a prefix."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from services.kernel.event import Recorded
from services.kernel.store.postgres import LogHead
from services.kernel.store.rows import SELECT, from_rows

PAGE_EVENTS = 5_000
PAGE = f"{SELECT} where pos > $1 order by pos limit $2"


class Gap(Exception):
    """The log is not dense: an event is missing. Nothing may be computed past it."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"log gap: expected position {expected}, found {found}")
        self.expected = expected
        self.found = found


def assert_dense(events: list[Recorded], after: int) -> list[Recorded]:
    """The same events; raises Gap unless they continue `after` one by one."""
    for expected, event in enumerate(events, start=after + 1):
        if event.pos != expected:
            raise Gap(expected, event.pos)
    return events


class Log:
    """The ordered reader that feeds, relays, rebuilds and audits all use."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def head(self) -> LogHead:
        row = await self._pool.fetchrow(
            "select store_id, algorithm, pos, chain, recorded_at from head where singleton"
        )
        if row is None:
            msg = "the head row is missing: this database was never migrated"
            raise RuntimeError(msg)
        at = row["recorded_at"].astimezone(UTC) if row["pos"] else None
        return LogHead(
            UUID(int=row["store_id"].int), row["algorithm"], row["pos"], row["chain"], at
        )

    async def page(self, after: int, limit: int = PAGE_EVENTS) -> list[Recorded]:
        """Up to `limit` events after a position, each one the next; raises Gap."""
        return assert_dense(from_rows(await self._pool.fetch(PAGE, after, limit)), after)

    async def pages(
        self, after: int = 0, *, until: int | None = None
    ) -> AsyncIterator[list[Recorded]]:
        """Every page from `after` up to a position, or to the end as it is when reached."""
        while True:
            limit = PAGE_EVENTS if until is None else min(PAGE_EVENTS, until - after)
            page = await self.page(after, limit) if limit > 0 else []
            if not page:
                return
            yield page
            after = page[-1].pos

    async def known_pos(self, known_at: datetime) -> int:
        """The last position recorded at or before an instant: what was known then is a prefix."""
        return int(await self._pool.fetchval("select known_pos($1)", known_at))

    async def link_at(self, pos: int) -> bytes | None:
        """The chain at a position; None beyond the end. Position 0 is GENESIS."""
        if pos == 0:
            return bytes(32)
        link: bytes | None = await self._pool.fetchval(
            "select chain from events where pos = $1", pos
        )
        return link
