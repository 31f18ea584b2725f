"""Records that stopped somebody, and how each was mended: two tables nobody may change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from services.kernel.errors import conflict
from services.kernel.follow.place import Stop

BY_ITSELF = "follower"
_INSERT = """
insert into follow_stops
  (stop_id, follower, room, pos, subject, condition, detail, chain, raw, found_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp()) on conflict do nothing
"""
_MEND = """
insert into follow_mendings (stop_id, how, mended_by, reason, mended_at)
values ($1, $2, $3, $4, $5) on conflict do nothing
"""
_SELECT = """
select s.stop_id, s.room, s.pos, s.subject, s.condition, s.detail, s.chain, s.found_at,
  m.how, m.mended_by, m.reason, m.mended_at
from follow_stops s left join follow_mendings m using (stop_id) where s.follower = $1
"""
_REPAIRS = "select count(*) from follow_repairs where follower = $1 and room = $2"
_SKIPPED = """
select s.pos from follow_stops s join follow_mendings m using (stop_id)
where s.follower = $1 and s.room = $2 and s.pos > $3 and m.how = 'skipped'
"""


@dataclass(frozen=True, slots=True)
class NotedStop:
    """A stop as it is written down, with its mending when it has one."""

    stop_id: UUID
    room: str
    pos: int | None
    subject: str | None
    condition: str
    detail: str
    chain: bytes | None
    found_at: datetime
    how: str | None  # skipped, republished, put_in_order, dropped
    mended_by: str | None
    reason: str | None
    mended_at: datetime | None

    @property
    def open(self) -> bool:
        return self.how is None


@dataclass(frozen=True, slots=True)
class Mending:
    """Who lets it be done, when, and why."""

    by: str
    reason: str
    at: datetime


def stop_id(follower: str, room: str, repairs: int, stop: Stop) -> UUID:
    """The same record met again is the same stop, unless the room was restored in between."""
    words = (follower, room, repairs, stop.condition, stop.pos, stop.subject, "")
    told = "\n".join(map(str, words)).encode()
    return UUID(bytes=sha256(told + stop.raw).digest()[:16], version=5)


async def note_stops(connection: Any, follower: str, room: str, stops: Sequence[Stop]) -> None:  # noqa: ANN401
    """In the follower's own transaction; what is noted already stays as it is."""
    if not stops:
        return
    repairs = await connection.fetchval(_REPAIRS, follower, room)
    for stop in stops:
        known = stop_id(follower, room, repairs, stop)
        await connection.execute(
            _INSERT,
            known,
            follower,
            room,
            stop.pos,
            stop.subject,
            stop.condition.value,
            stop.detail,
            stop.chain,
            stop.raw,
        )
        if stop.mended:
            at = await connection.fetchval("select clock_timestamp()")
            await connection.execute(_MEND, known, stop.mended, BY_ITSELF, stop.detail, at)


async def skipped_after(connection: Any, follower: str, room: str, pos: int) -> frozenset[int]:  # noqa: ANN401
    rows = await connection.fetch(_SKIPPED, follower, room, pos)
    return frozenset(row[0] for row in rows)


async def all_stops(connection: Any, follower: str) -> list[NotedStop]:  # noqa: ANN401
    """Newest first."""
    rows = await connection.fetch(_SELECT + " order by s.found_at desc limit 1000", follower)
    return [NotedStop(*row) for row in rows]


async def stops_about(connection: Any, follower: str, subject: str) -> list[NotedStop]:  # noqa: ANN401
    """Those that name the subject, and those that may be about anybody."""
    rows = await connection.fetch(
        _SELECT + " and (s.subject = $2 or (s.subject is null and s.pos is not null))",
        follower,
        subject,
    )
    return [NotedStop(*row) for row in rows]


async def find_stop(connection: Any, follower: str, wanted: UUID) -> NotedStop | None:  # noqa: ANN401
    row = await connection.fetchrow(_SELECT + " and s.stop_id = $2", follower, wanted)
    return NotedStop(*row) if row else None


async def mend(connection: Any, stop: NotedStop, how: str, mending: Mending) -> bool:  # noqa: ANN401
    """Written down once; the same again is the same. Raises Refused when another did otherwise."""
    if stop.open:
        done = await connection.execute(
            _MEND, stop.stop_id, how, mending.by, mending.reason, mending.at
        )
        if done.endswith(" 1"):
            return True
        stop = await _again(connection, stop)
    if (stop.how, stop.mended_by, stop.reason) != (how, mending.by, mending.reason):
        raise conflict(
            "already_mended",
            f"已由 {stop.mended_by} 处理 ({stop.how}): {stop.reason}",
            f"already mended by {stop.mended_by} ({stop.how}): {stop.reason}",
        )
    return False


async def _again(connection: Any, stop: NotedStop) -> NotedStop:  # noqa: ANN401
    row = await connection.fetchrow(
        "select how, mended_by, reason, mended_at from follow_mendings where stop_id = $1",
        stop.stop_id,
    )
    return replace(stop, how=row[0], mended_by=row[1], reason=row[2], mended_at=row[3])
