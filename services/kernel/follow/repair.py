"""Lets a follower drop what it took after a fork and take the new history; who and why is kept.

A room restored from a backup has forgotten its last events and writes others in their place. Its
followers stop (`fork`): which history holds is for a person to say, not for them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.chain import GENESIS
from services.kernel.errors import conflict
from services.kernel.event import Recorded
from services.kernel.follow.follower import Source
from services.kernel.follow.keeper import lock_place, read_place
from services.kernel.follow.place import Place, SourceHead

EventAt = Callable[[Any, str, int], Awaitable[Recorded | None]]  # (connection, room, position)
Drop = Callable[[Any, str, int], Awaitable[list[Recorded]]]  # (connection, room, first position)
Keep = Callable[[Sequence[Recorded]], str]  # Puts the dropped events by; where they are now.

_DROP_AHEAD = "delete from {0} where follower = $1 and room = $2"
_NOTE = """
insert into follow_repairs (repair_id, follower, room, repaired_at, repaired_by, reason, from_pos,
  dropped, old_store_id, old_pos, old_chain, new_store_id, new_chain, kept_in)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
# What stopped somebody in the history that is dropped stops nobody any more.
_DROP_STOPS = """
insert into follow_mendings (stop_id, how, mended_by, reason, mended_at)
select stop_id, 'dropped', $4, $5, $6 from follow_stops
where follower = $1 and room = $2 and pos >= $3
on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a follower has taken: how to look at it, and how to take it back."""

    follower: str
    source: Source
    event_at: EventAt
    drop: Drop


@dataclass(frozen=True, slots=True)
class Order:
    """Who lets it be done, and why."""

    repair_id: UUID
    by: str
    reason: str
    at: datetime


async def last_agreed(connection: Any, copy: Copy) -> int:  # noqa: ANN401  asyncpg
    """The last position at which the copy and the room's log have one history; 0 for none.

    Chains agree up to a point and never after it, so halving finds it.
    """
    place = await read_place(connection, copy.follower, copy.source.room)
    head = await copy.source.head()
    low, high = 0, min(place.pos, head.pos)
    while low < high:
        middle = (low + high + 1) // 2
        if await _same_at(connection, copy, middle):
            low = middle
        else:
            high = middle - 1
    return low


async def repair(pool: Any, copy: Copy, from_pos: int, order: Order, *, keep: Keep) -> int:  # noqa: ANN401
    """How many events were dropped. Raises Refused when the kept part is not in the room's log."""
    head = await copy.source.head()
    async with pool.acquire() as connection, connection.transaction():
        place = await lock_place(connection, copy.follower, copy.source.room)
        if not 1 <= from_pos <= place.pos + 1:
            raise conflict(
                "nothing_taken_there",
                f"已取到位置 {place.pos}, 起点须在 1 至 {place.pos + 1} 之间",
                f"position {place.pos} is the last taken: begin between 1 and {place.pos + 1}",
            )
        if not await _same_at(connection, copy, from_pos - 1):
            agreed = await last_agreed(connection, copy)
            raise conflict(
                "fork_is_earlier",
                f"分叉更早: 双方一致到位置 {agreed}, 请从 {agreed + 1} 起",
                f"the fork is earlier: both agree up to {agreed}, begin at {agreed + 1}",
            )
        kept = await copy.event_at(connection, copy.source.room, from_pos - 1)
        dropped = await copy.drop(connection, copy.source.room, from_pos)
        where = keep(dropped) if dropped else ""
        await _set_back(connection, copy, kept, head)
        said = (order.by, order.reason, order.at)
        await connection.execute(_DROP_STOPS, *_of(copy), from_pos, *said)
        for table in ("followed_partitions", "followed_ahead"):  # Read ahead in the old history.
            await connection.execute(_DROP_AHEAD.format(table), *_of(copy))
        await _note(connection, copy, order, (place, kept, head), (from_pos, len(dropped), where))
    return len(dropped)


def _of(copy: Copy) -> tuple[str, str]:
    return copy.follower, copy.source.room


async def _same_at(connection: Any, copy: Copy, pos: int) -> bool:  # noqa: ANN401
    if pos == 0:
        return True
    ours = await copy.event_at(connection, copy.source.room, pos)
    theirs = next((one for one in await copy.source.page(pos - 1, 0) if one.pos == pos), None)
    return ours is not None and theirs is not None and theirs.chain == ours.chain


async def _set_back(
    connection: Any,  # noqa: ANN401
    copy: Copy,
    kept: Recorded | None,
    head: SourceHead,
) -> None:
    await connection.execute(
        "update followed set pos = $3, chain = $4, recorded_at = $5, store_id = $6, "
        "condition = null, detail = null where follower = $1 and room = $2",
        copy.follower,
        copy.source.room,
        kept.pos if kept else 0,
        kept.chain if kept else GENESIS,
        kept.recorded_at if kept else None,
        head.store_id,
    )


async def _note(
    connection: Any,  # noqa: ANN401
    copy: Copy,
    order: Order,
    seen: tuple[Place, Recorded | None, SourceHead],
    done: tuple[int, int, str],
) -> None:
    place, kept, head = seen
    await connection.execute(
        _NOTE,
        order.repair_id,
        copy.follower,
        copy.source.room,
        order.at,
        order.by,
        order.reason,
        done[0],
        done[1],
        place.store_id,
        place.pos,
        place.chain,
        head.store_id,
        kept.chain if kept else GENESIS,
        done[2],
    )
