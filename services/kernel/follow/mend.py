"""What a named person orders about a stop: skip the record, or take it anew from its room."""

from dataclasses import dataclass
from typing import Any

from services.kernel.chain import GENESIS, next_link
from services.kernel.errors import conflict
from services.kernel.event import Recorded
from services.kernel.follow.follower import Source
from services.kernel.follow.keeper import Effect, lock_place
from services.kernel.follow.place import Condition, Stop
from services.kernel.follow.repair import EventAt
from services.kernel.follow.stops import Mending, NotedStop, find_stop, mend, note_stops, stop_id


@dataclass(frozen=True, slots=True)
class Taken:
    """A follower's copy of one room's log, and how an event is added to it."""

    follower: str
    source: Source  # The room itself: over Kafka, too, it is the truth.
    event_at: EventAt
    effect: Effect


async def skip(pool: Any, stop: NotedStop, mending: Mending) -> None:  # noqa: ANN401  asyncpg
    """The subject goes on without this record, and every answer about it says so."""
    async with pool.acquire() as connection, connection.transaction():
        await mend(connection, stop, "skipped", mending)


async def skip_lost(pool: Any, follower: str, room: str, pos: int, mending: Mending) -> NotedStop:  # noqa: ANN401
    """Past a position that the room itself has lost. Raises Refused unless it waits there for it.

    Whom it was about shows later: the subject whose facts then have a hole.
    """
    async with pool.acquire() as connection, connection.transaction():
        place = await lock_place(connection, follower, room)
        lost = Stop(Condition.LOSS, f"position {pos} is not in the room's log", pos)
        repairs = await connection.fetchval(
            "select count(*) from follow_repairs where follower = $1 and room = $2", follower, room
        )
        known = await find_stop(connection, follower, stop_id(follower, room, repairs, lost))
        condition = await connection.fetchval(
            "select condition from followed where follower = $1 and room = $2", follower, room
        )
        if known is None and (pos != place.pos + 1 or condition != Condition.LOSS):
            raise conflict(
                "nothing_lost_there",
                f"已取到位置 {place.pos}, 状态 {condition}: 该处并未等待缺失的记载",
                f"position {place.pos} is the last taken, condition {condition}: it does not wait "
                "for a lost record there",
            )
        await note_stops(connection, follower, room, [lost])
        noted = await find_stop(connection, follower, stop_id(follower, room, repairs, lost))
        assert noted is not None  # noqa: S101  just written
        await mend(connection, noted, "skipped", mending)
    return noted


async def republish(pool: Any, taken: Taken, stop: NotedStop, mending: Mending) -> None:  # noqa: ANN401
    """Takes the record anew, in its place. Raises Refused unless the room now gives what was meant.

    The chain decides: it must continue what came before, and be what the record said it was.
    """
    if stop.pos is None:
        raise conflict(
            "without_a_place",
            "该记录在日志中没有位置, 只能跳过",
            "this record has no position in the log: it can only be skipped",
        )
    head = await taken.source.head()
    found = next(
        (
            one
            for one in await taken.source.page(stop.pos - 1, 0)
            if isinstance(one, Recorded) and one.pos == stop.pos
        ),
        None,
    )
    if found is None:
        raise conflict(
            "still_unreadable",
            "该室日志中此处仍无法读取",
            "the room's log still gives nothing readable there",
        )
    async with pool.acquire() as connection, connection.transaction():
        await lock_place(connection, taken.follower, stop.room)
        if not await mend(connection, stop, "republished", mending):
            return
        before = await taken.event_at(connection, stop.room, stop.pos - 1)
        previous = GENESIS if stop.pos == 1 else before.chain if before else None
        continues = previous is None or next_link(previous, found, head.algorithm) == found.chain
        if not continues or stop.chain not in (None, found.chain):
            raise conflict(
                "another_record",
                "所得记录与原记录不是同一条 (链不符)",
                "what the room gives now is not the record that was meant: its chain differs",
            )
        if await taken.event_at(connection, stop.room, stop.pos) is None:
            await taken.effect(connection, stop.room, [found])
