"""Takes another room's log, page after page: each event once, in order, or not at all."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import asyncpg
import httpx
import structlog

from services.kernel.follow.keeper import Effect, PostgresKeeper
from services.kernel.follow.place import (
    Item,
    Place,
    SourceAway,
    SourceHead,
    Stopped,
    check_head,
)
from services.kernel.store.away import CUT, is_away
from services.kernel.store.failpoint import failpoint

WAIT_SECONDS = 10
AWAY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)  # Between attempts while the source cannot be reached.
_log = structlog.get_logger("jingheng.follower")


class Source(Protocol):
    """Where a log comes from: the HTTP feed, or Kafka."""

    @property
    def room(self) -> str: ...

    async def head(self) -> SourceHead: ...

    async def page(self, after: int, wait_seconds: int) -> Sequence[Item]: ...

    async def close(self) -> None: ...


class Keeper(Protocol):
    """Where effects and the place go, together."""

    async def place(self) -> Place: ...

    async def take(self, seen: Place, items: Sequence[Item], head: SourceHead) -> None: ...

    async def note(self, stopped: Stopped) -> None: ...

    async def clear(self) -> None: ...


@dataclass(slots=True)
class Follower:
    """Follows one log. Knows no database and no broker: these are its source and its keeper."""

    source: Source
    keeper: Keeper
    turned: Callable[[str], None] = lambda _room: None  # Once a round, work or none.
    _head: SourceHead | None = field(default=None, init=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop. A Stopped condition is written down and waited out, not passed."""
        away = 0
        while not stop.is_set():
            self.turned(self.source.room)
            try:
                if await self._step_or_note():
                    away = 0
                else:
                    await _pause(stop, AWAY_SECONDS[-1])
            except (SourceAway, httpx.HTTPError, *CUT, asyncpg.PostgresError) as fault:
                # The room, the broker, or our own database: all of them come back.
                if not isinstance(fault, SourceAway | httpx.HTTPError) and not is_away(fault):
                    raise
                # Only what we wrote ourselves is shown: a driver's words may hold a password.
                detail = str(fault) if isinstance(fault, SourceAway) else ""
                _log.info(
                    "source_away",
                    room=self.source.room,
                    fault=type(fault).__name__,
                    detail=detail,
                )
                self._head = None
                await _pause(stop, AWAY_SECONDS[min(away, len(AWAY_SECONDS) - 1)])
                away += 1

    async def _step_or_note(self) -> bool:
        """False when a condition stopped it, which is written down."""
        try:
            await self.step(WAIT_SECONDS)
        except Stopped as stopped:
            await self.note(stopped)
            return False
        return True

    async def step(self, wait_seconds: int = 0) -> int:
        """Take one page; how many records it had. Raises Stopped."""
        place = await self.keeper.place()
        if self._head is None:
            self._head = await self.source.head()
            check_head(place, self._head)
        items = await self.source.page(place.pos, wait_seconds)
        if not items:
            self._head = None  # Nothing new: look again whether it is still the same log.
            await self.keeper.clear()
            return 0
        failpoint("after_fetch")
        await self.keeper.take(place, items, self._head)
        failpoint("after_commit_before_offset")
        return len(items)

    async def note(self, stopped: Stopped) -> None:
        """Written down where health and whoever is on call will see it."""
        self._head = None
        _log.error(
            "follower_stopped",
            room=self.source.room,
            condition=stopped.condition.value,
            detail=stopped.detail,
        )
        await self.keeper.note(stopped)


def follower_on_postgres(
    name: str, source: Source, pool: "asyncpg.Pool[asyncpg.Record]", effect: Effect
) -> Follower:
    """A follower that keeps its place under a name in this database."""
    return Follower(source, PostgresKeeper(name, source.room, pool, effect))


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
