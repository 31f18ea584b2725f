"""Where a follower keeps its place: in PostgreSQL, in the transaction of the effect."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from services.kernel.chain import GENESIS
from services.kernel.event import Recorded
from services.kernel.follow.place import (
    Item,
    Place,
    SourceHead,
    Stopped,
    aside,
    continue_from,
)
from services.kernel.follow.stops import note_stops, skipped_after
from services.kernel.store.failpoint import failpoint

Effect = Callable[[Any, str, Sequence[Recorded]], Awaitable[None]]  # (connection, room, events)


@dataclass(frozen=True, slots=True)
class PostgresKeeper:
    """The place of one follower in one log; several processes of one name take turns safely."""

    name: str
    room: str
    pool: "asyncpg.Pool[asyncpg.Record]"
    effect: Effect

    async def place(self) -> Place:
        return await read_place(self.pool, self.name, self.room)

    async def take(self, seen: Place, items: Sequence[Item], head: SourceHead) -> None:
        """Effect and place in one commit. Raises Stopped unless the items are what comes next."""
        async with self.pool.acquire() as connection, connection.transaction():
            place = await lock_place(connection, self.name, self.room)
            if place.pos != seen.pos:  # Another process of this name took the page.
                await note_stops(connection, self.name, self.room, aside(items))
                return
            skipped = await skipped_after(connection, self.name, self.room, place.pos)
            progress = continue_from(place, items, head.algorithm, skipped)
            reached = progress.place
            if progress.events:
                await self.effect(connection, self.room, progress.events)
            await note_stops(connection, self.name, self.room, progress.stops)
            failpoint("after_apply_before_commit")
            await connection.execute(
                "update followed set pos = $3, chain = $4, recorded_at = $5, store_id = $6, "
                "condition = null, detail = null where follower = $1 and room = $2",
                self.name,
                self.room,
                reached.pos,
                reached.chain,
                reached.recorded_at,
                head.store_id,
            )

    async def note(self, stopped: Stopped) -> None:
        # A log that is wrong from its first page on has no row yet, and must be seen all the same.
        await self.pool.execute(
            "insert into followed (follower, room, pos, chain, condition, detail) "
            "values ($1, $2, 0, $3, $4, $5) on conflict (follower, room) "
            "do update set condition = excluded.condition, detail = excluded.detail",
            self.name,
            self.room,
            GENESIS,
            stopped.condition.value,
            stopped.detail,
        )

    async def clear(self) -> None:
        """Whatever stopped it is over, although nothing new has come since."""
        await self.pool.execute(
            "update followed set condition = null, detail = null "
            "where follower = $1 and room = $2 and condition is not null",
            self.name,
            self.room,
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
