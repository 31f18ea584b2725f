"""The facts table: written by the followers, read for one person at a time."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import asyncpg

from services.gateway.facts.unreadable import unreadable
from services.kernel.chain import GENESIS
from services.kernel.event import Recorded
from services.kernel.follow.stops import note_stops
from services.kernel.settings import Room
from services.kernel.store.rows import COLUMNS, from_rows, to_columns

FOLLOWER = "facts"
ROOMS: Final[tuple[Room, ...]] = ("roster", "assessment", "training")
_SELECT = f"select {', '.join(COLUMNS)} from facts"  # noqa: S608  names of our own columns
_SKIPPED = """exists (select from follow_stops s join follow_mendings m using (stop_id)
where s.follower = 'facts' and s.subject = facts.subject and s.room = facts.room
and s.pos = facts.pos and s.chain = facts.chain and m.how = 'skipped')"""


async def keep(connection: Any, room: str, events: Sequence[Recorded]) -> None:  # noqa: ANN401
    """The follower's effect: every event of the page, unread, in the follower's transaction."""
    columns = to_columns(events)
    rows = [(room, *values) for values in zip(*columns, strict=True)]
    await connection.copy_records_to_table("facts", records=rows, columns=("room", *COLUMNS))
    await note_stops(connection, FOLLOWER, room, unreadable(events))


@dataclass(frozen=True, slots=True)
class LogPlace:
    """How far one room's log is known here, and what stopped it if anything did."""

    pos: int
    chain: str  # Hex.
    condition: str | None = None
    detail: str | None = None


async def places(pool: "asyncpg.Pool[asyncpg.Record]") -> dict[str, LogPlace]:
    """The place in every room's log; position 0 for one not heard from yet."""
    rows = await pool.fetch(
        "select room, pos, chain, condition, detail from followed where follower = $1", FOLLOWER
    )
    heard = {
        row["room"]: LogPlace(row["pos"], row["chain"].hex(), row["condition"], row["detail"])
        for row in rows
    }
    return {room: heard.get(room, LogPlace(0, bytes(32).hex())) for room in ROOMS}


async def facts_of(
    pool: "asyncpg.Pool[asyncpg.Record]",
    person_id: str,
    *,
    known_at: datetime | None = None,
    up_to: Mapping[str, int] | None = None,
) -> list[Recorded]:
    """A person's events of all rooms, by room and sequence, known at an instant (inclusive).

    Without those that somebody let be skipped, also in a replay: nothing was decided past them.

    `up_to` limits each room to a position: exactly what an earlier decision could know.
    """
    rows = await pool.fetch(
        f"{_SELECT} where subject = $1 and ($2::timestamptz is null or recorded_at <= $2) "
        f"and not {_SKIPPED} "
        "order by room, subject_seq",
        person_id,
        known_at,
    )
    events = from_rows(rows)
    if up_to is not None:
        events = [event for event in events if event.pos <= up_to.get(event.room, 0)]
    return events


async def pages(
    pool: "asyncpg.Pool[asyncpg.Record]", room: str, *, limit: int = 5_000
) -> AsyncIterator[list[Recorded]]:
    """A room's events as they are here, by position; holes are not hidden from an auditor."""
    after = 0
    while rows := await pool.fetch(
        f"{_SELECT} where room = $1 and pos > $2 order by pos limit $3", room, after, limit
    ):
        page = from_rows(rows)
        yield page
        after = page[-1].pos


async def event_at(connection: Any, room: str, pos: int) -> Recorded | None:  # noqa: ANN401
    """What is held here at one position of a room's log."""
    rows = await connection.fetch(f"{_SELECT} where room = $1 and pos = $2", room, pos)
    return from_rows(rows)[0] if rows else None


async def drop_from(connection: Any, room: str, pos: int) -> list[Recorded]:  # noqa: ANN401
    """Takes back a room's events from a position on, and gives them: only for a repair."""
    dropped = await connection.fetch(
        f"{_SELECT} where room = $1 and pos >= $2 order by pos", room, pos
    )
    await connection.execute("delete from facts where room = $1 and pos >= $2", room, pos)
    return from_rows(dropped)


async def subjects(
    pool: "asyncpg.Pool[asyncpg.Record]", wire_name: str, *, after: str = "", limit: int = 1_000
) -> list[str]:
    """Subjects that have an event of a type, in order, a page at a time."""
    rows = await pool.fetch(
        "select distinct subject from facts where type = $1 and subject > $2 "
        "order by subject limit $3",
        wire_name,
        after,
        limit,
    )
    return [row["subject"] for row in rows]


async def of_those_with(
    pool: "asyncpg.Pool[asyncpg.Record]", wire_name: str, types: Sequence[str]
) -> list[Recorded]:
    """Events of the given types about everybody who has an event of type `wire_name`."""
    rows = await pool.fetch(
        f"{_SELECT} where type = any($1::text[]) "  # noqa: S608  names of our own columns
        f"and not {_SKIPPED} "
        "and subject = any(array(select distinct subject from facts where type = $2)) "
        "order by subject, room, subject_seq",
        list(types),
        wire_name,
    )
    return from_rows(rows)


async def links_before(
    pool: "asyncpg.Pool[asyncpg.Record]", events: Sequence[Recorded]
) -> dict[tuple[str, int], bytes]:
    """The chain ahead of each event, by its room and position; without those not held here."""
    rows = await pool.fetch(
        "select f.room, f.pos + 1 as pos, f.chain from facts f "
        "join unnest($1::text[], $2::bigint[]) as w(room, pos) "
        "on f.room = w.room and f.pos = w.pos - 1",
        [event.room for event in events],
        [event.pos for event in events],
    )
    first = {(event.room, 1): GENESIS for event in events if event.pos == 1}
    return first | {(row["room"], row["pos"]): row["chain"] for row in rows}
