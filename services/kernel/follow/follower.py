"""Takes another room's log into this database: effect and place commit together, or not at all."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import httpx
import structlog

from services.kernel.chain import GENESIS
from services.kernel.event import Recorded
from services.kernel.follow.place import (
    Place,
    SourceAway,
    SourceHead,
    Stopped,
    check_head,
    continue_from,
)
from services.kernel.store.failpoint import failpoint

Effect = Callable[[Any, str, Sequence[Recorded]], Awaitable[None]]  # (connection, room, events)

WAIT_SECONDS = 10
AWAY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)  # Between attempts while the source cannot be reached.
_AWAY = (
    SourceAway,
    httpx.HTTPError,
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
)
_log = structlog.get_logger("jingheng.follower")


class Source(Protocol):
    """Where a log comes from: the HTTP feed, or Kafka."""

    @property
    def room(self) -> str: ...

    async def head(self) -> SourceHead: ...

    async def page(self, after: int, wait_seconds: int) -> list[Recorded]: ...


@dataclass(slots=True)
class Follower:
    """Follows one log under a name; several processes with one name take turns safely."""

    name: str
    source: Source
    pool: "asyncpg.Pool[asyncpg.Record]"
    effect: Effect
    lag: Callable[[str, int, float], None] = lambda _room, _events, _seconds: None
    _head: SourceHead | None = field(default=None, init=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop. A Stopped condition is written down and waited out, not passed."""
        away = 0
        while not stop.is_set():
            try:
                await self.step(WAIT_SECONDS)
                away = 0
            except Stopped as stopped:
                await self._note(stopped)
                await _pause(stop, AWAY_SECONDS[-1])
            except _AWAY as fault:
                _log.info("source_away", room=self.source.room, fault=type(fault).__name__)
                self._head = None
                await _pause(stop, AWAY_SECONDS[min(away, len(AWAY_SECONDS) - 1)])
                away += 1

    async def step(self, wait_seconds: int = 0) -> int:
        """Take one page; how many events it had. Raises Stopped."""
        place = await read_place(self.pool, self.name, self.source.room)
        if self._head is None:
            self._head = await self.source.head()
            check_head(place, self._head)
        events = await self.source.page(place.pos, wait_seconds)
        if not events:
            self._head = None  # Nothing new: look again whether it is still the same log.
            await self._clear()
            self.lag(self.source.room, 0, 0.0)
            return 0
        failpoint("after_fetch")
        await self._take(place, events)
        self.lag(self.source.room, max(0, self._head.pos - events[-1].pos), 0.0)
        return len(events)

    async def _take(self, seen: Place, events: Sequence[Recorded]) -> None:
        assert self._head is not None  # noqa: S101  step read it
        async with self.pool.acquire() as connection, connection.transaction():
            place = await lock_place(connection, self.name, self.source.room)
            if place.pos != seen.pos:
                return  # Another process of this name took the page: ours is read again.
            reached = continue_from(place, events, self._head.algorithm)
            await self.effect(connection, self.source.room, events)
            failpoint("after_apply_before_commit")
            await connection.execute(
                "update followed set pos = $3, chain = $4, recorded_at = $5, store_id = $6, "
                "condition = null, detail = null where follower = $1 and room = $2",
                self.name,
                self.source.room,
                reached.pos,
                reached.chain,
                reached.recorded_at,
                self._head.store_id,
            )
        failpoint("after_commit_before_offset")

    async def _note(self, stopped: Stopped) -> None:
        self._head = None
        _log.error(
            "follower_stopped",
            room=self.source.room,
            condition=stopped.condition.value,
            detail=stopped.detail,
        )
        # A log that is wrong from its first page on has no row yet, and must be seen all the same.
        await self.pool.execute(
            "insert into followed (follower, room, pos, chain, condition, detail) "
            "values ($1, $2, 0, $3, $4, $5) on conflict (follower, room) "
            "do update set condition = excluded.condition, detail = excluded.detail",
            self.name,
            self.source.room,
            GENESIS,
            stopped.condition.value,
            stopped.detail,
        )

    async def _clear(self) -> None:
        """Whatever stopped it is over, although nothing new has come since."""
        await self.pool.execute(
            "update followed set condition = null, detail = null "
            "where follower = $1 and room = $2 and condition is not null",
            self.name,
            self.source.room,
        )


async def read_place(connection: Any, name: str, room: str) -> Place:  # noqa: ANN401  asyncpg
    """The place kept for this follower; the beginning when it has none yet."""
    row = await connection.fetchrow(
        "select room, store_id, pos, chain, recorded_at from followed "
        "where follower = $1 and room = $2",
        name,
        room,
    )
    return _place(row) if row else Place(room)


async def lock_place(connection: Any, name: str, room: str) -> Place:  # noqa: ANN401  asyncpg
    """The same, held until the transaction ends."""
    await connection.execute(
        "insert into followed (follower, room, pos, chain) values ($1, $2, 0, $3) "
        "on conflict do nothing",
        name,
        room,
        Place(room).chain,
    )
    row = await connection.fetchrow(
        "select room, store_id, pos, chain, recorded_at from followed "
        "where follower = $1 and room = $2 for update",
        name,
        room,
    )
    return _place(row)


def _place(row: Any) -> Place:  # noqa: ANN401  asyncpg's record
    store_id = UUID(int=row["store_id"].int) if row["store_id"] else None
    return Place(row["room"], store_id, row["pos"], row["chain"], row["recorded_at"])


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
