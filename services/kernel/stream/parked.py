"""Records that one of several followers has read ahead of the place, put by for the others to see.

Both tables are unlogged: after a crash of PostgreSQL they are empty together, and every partition
is read again from the place, which is in `followed` and in the log of the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from services.kernel.event import Recorded
from services.kernel.follow.place import Item, Stop
from services.kernel.follow.stops import note_stops

READ_MAX = 5_000
_ROWS = """
select partition, since, count, recorded_at from followed_partitions
where follower = $1 and room = $2
"""
_MAKE = """
insert into followed_partitions (follower, room, partition)
select $1, $2, unnest($3::int[]) on conflict do nothing
"""
_PUT = """
insert into followed_ahead (follower, room, partition, number, pos, item)
select $1, $2, * from unnest($3::int[], $4::bigint[], $5::bigint[], $6::bytea[])
"""
_MOVE = """
update followed_partitions p set count = n.count, recorded_at = coalesce(n.at, p.recorded_at)
from unnest($3::int[], $4::bigint[], $5::timestamptz[]) as n(partition, count, at)
where p.follower = $1 and p.room = $2 and p.partition = n.partition
"""
_DROP = """
delete from followed_ahead
where follower = $1 and room = $2 and partition = any($3::int[]) and pos <= $4
"""
_READ = """
select a.partition, a.number, a.item
from unnest($3::int[], $4::bigint[]) as c(partition, count)
join followed_ahead a on a.follower = $1 and a.room = $2 and a.partition = c.partition
  and a.number > c.count
order by a.partition, a.number limit $5
"""
_encode = msgspec.msgpack.encode
_event = msgspec.msgpack.Decoder(Recorded)
_stop = msgspec.msgpack.Decoder(Stop)


class Moved(Exception):
    """A partition has another reader by now, or its count began anew: look where it stands."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many records of one partition were put by, since when, and how far in time."""

    since: UUID
    count: int
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """What the followers of one name have put by of one room's log."""

    name: str
    room: str
    pool: "asyncpg.Pool[asyncpg.Record]"

    async def counts(self, partitions: Sequence[int] = ()) -> dict[int, Count]:
        """Of all partitions; rows for those named are made when they are not there."""
        if partitions:
            await self.pool.execute(_MAKE, self.name, self.room, list(partitions))
        rows = await self.pool.fetch(_ROWS, self.name, self.room)
        return {row[0]: Count(UUID(int=row[1].int), row[2], row[3]) for row in rows}

    async def put(
        self, batch: Mapping[int, Sequence[Item]], seen: Mapping[int, Count], taken_to: int
    ) -> dict[int, Count]:
        """The counts after it. Raises Moved unless each partition stands where it was `seen`.

        Drops what everybody has taken meanwhile, up to the position `taken_to`.
        """
        async with self.pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(
                _ROWS + " and partition = any($3::int[]) order by partition for update",
                self.name,
                self.room,
                list(batch),
            )
            found = {row[0]: (UUID(int=row[1].int), row[2]) for row in rows}
            if any(found.get(p) != (seen[p].since, seen[p].count) for p in batch):
                raise Moved
            await connection.execute(_DROP, self.name, self.room, list(batch), taken_to)
            return await self._add(connection, batch, seen, taken_to)

    async def _add(
        self,
        connection: Any,  # noqa: ANN401  asyncpg
        batch: Mapping[int, Sequence[Item]],
        seen: Mapping[int, Count],
        taken_to: int,
    ) -> dict[int, Count]:
        after, rows, unplaced = {}, [], []
        for partition, items in batch.items():
            number, at = seen[partition].count, seen[partition].recorded_at
            for item in items:
                if item.pos is None:
                    unplaced.append(item)
                    continue
                at = item.recorded_at if isinstance(item, Recorded) else at
                if item.pos > taken_to:
                    number += 1
                    rows.append((partition, number, item.pos, to_bytes(item)))
            after[partition] = Count(seen[partition].since, number, at)
        # Without a position it waits for nobody: whom it stops is written down here and now.
        await note_stops(
            connection, self.name, self.room, [one for one in unplaced if isinstance(one, Stop)]
        )
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            await connection.execute(_PUT, self.name, self.room, *columns)
        moved = [(p, c.count, c.recorded_at) for p, c in after.items()]
        columns = [list(column) for column in zip(*moved, strict=True)]
        await connection.execute(_MOVE, self.name, self.room, *columns)
        return after

    async def read(self, after: Mapping[int, int]) -> dict[int, list[tuple[int, Item]]]:
        """Number and record of what was put by past these counts, some thousands at most."""
        rows = await self.pool.fetch(
            _READ, self.name, self.room, list(after), list(after.values()), READ_MAX
        )
        found: dict[int, list[tuple[int, Item]]] = {}
        for partition, number, item in rows:
            found.setdefault(partition, []).append((number, from_bytes(item)))
        return found


def to_bytes(item: Item) -> bytes:
    """The record whole; its first byte says which of the two it is."""
    return (b"e" if isinstance(item, Recorded) else b"s") + _encode(item)


def from_bytes(raw: bytes) -> Item:
    return (_event if raw[:1] == b"e" else _stop).decode(raw[1:])
