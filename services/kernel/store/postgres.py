"""The event store on PostgreSQL: appends under the head row, callers combined."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from services.kernel.chain import linker
from services.kernel.decider import StreamWrite, VersionConflict
from services.kernel.errors import Refused
from services.kernel.event import Origin, Receipt, Recorded
from services.kernel.identity import NewId, new_uuid7
from services.kernel.store.away import STORE_AWAY, reachable
from services.kernel.store.failpoint import failpoint
from services.kernel.store.group_commit import GroupCommit
from services.kernel.store.plan import Done, Head, Locked, Pending, Plan, answer_again, plan_batch
from services.kernel.store.rows import (
    COLUMNS,
    SELECT,
    decode_done,
    encode_receipt,
    from_rows,
    to_columns,
    unnest,
)
from services.kernel.store.writing import Writing

Connection = Any  # asyncpg's connection or its pool proxy.
Project = Callable[[Connection, Sequence[Recorded]], Awaitable[None]]

LOCK_HEAD = "select * from lock_head($1::text[], $2::text[], $3::uuid[])"
WRITE = f"""
with logged as (
  insert into events ({", ".join(COLUMNS)}) select * from unnest({unnest(4)})
), carried_out as (
  insert into commands (command_id, body_digest, receipt)
  select * from unnest(${4 + len(COLUMNS)}::uuid[], ${5 + len(COLUMNS)}::bytea[],
                       ${6 + len(COLUMNS)}::json[])
)
update head set pos = $1, chain = $2, recorded_at = $3
"""  # noqa: S608  names of our own columns
POOL_SETTINGS = {
    "statement_timeout": "10000",
    "lock_timeout": "8000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class LogHead:
    """The newest place of a log, and which log it is."""

    store_id: UUID
    algorithm: str
    pos: int
    chain: bytes
    recorded_at: datetime | None  # None while the log is empty.


async def connect_pool(url: str, *, size_max: int = 8) -> "asyncpg.Pool[asyncpg.Record]":
    """A pool with the timeouts a store needs: a cut connection must not keep the head row."""

    async def keep(_connection: Connection) -> None:
        """Our sessions hold no state between uses, so a reset would only cost a round trip."""

    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size_max,
        command_timeout=15,
        server_settings=POOL_SETTINGS,
        reset=keep,
    )


class PostgresStore:
    """One room's log. See EventStore in kernel/decider.py for what append promises."""

    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        *,
        algorithm: str = "sha256",
        project: Project | None = None,
        new_id: NewId = new_uuid7,
        observe: Callable[[float, int], None] = lambda _seconds, _events: None,
    ) -> None:
        """`project` writes the room's read models in the append's own transaction."""
        self.pool = pool
        self._link = linker(algorithm)
        self._project = project
        self._new_id = new_id
        self._observe = observe
        self._commits: GroupCommit[Pending, Receipt] = GroupCommit(
            self._write, share_failure=(Refused,)
        )
        self.appended: list[Callable[[int], None]] = []  # Told the newest position after a commit.
        self.writing = Writing(pool, time.monotonic)

    async def append(self, origin: Origin, writes: Sequence[StreamWrite]) -> Receipt:
        began = time.perf_counter()
        receipt = await self._commits.submit(Pending(origin, tuple(writes)))
        self._observe(time.perf_counter() - began, len(receipt.events))
        failpoint("after_commit_before_response")
        return receipt

    async def rehearse(self, origin: Origin, writes: Sequence[StreamWrite]) -> Receipt:
        """Everything that append does, read models included, and then nothing has happened."""
        async with reachable(), self.pool.acquire() as connection:
            tried = connection.transaction()
            await tried.start()
            try:
                plan = await self._carry_out(connection, [Pending(origin, tuple(writes))])
            finally:
                await tried.rollback()
        (outcome,) = plan.outcomes
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def receipt(self, origin: Origin) -> Receipt | None:
        async with reachable():
            row = await self.pool.fetchrow(
                "select body_digest, receipt from commands where command_id = $1",
                origin.command_id,
            )
        if row is None:
            return None
        answer = answer_again(decode_done(row[0], row[1]), origin)
        if isinstance(answer, Refused):
            raise answer
        return answer

    async def read_stream(self, stream_id: str) -> list[Recorded]:
        return await self._read(f"{SELECT} where stream_id = $1 order by version", stream_id)

    async def read_streams(self, stream_ids: Sequence[str]) -> dict[str, list[Recorded]]:
        """Many at once, each in version order; those without events are empty."""
        found: dict[str, list[Recorded]] = {stream_id: [] for stream_id in stream_ids}
        async with reachable():
            rows = await self.pool.fetch(
                f"{SELECT} where stream_id = any($1::text[]) order by stream_id, version",
                list(found),
            )
        for event in from_rows(rows):
            found[event.stream_id].append(event)
        return found

    async def read_subject(self, subject: str) -> list[Recorded]:
        """Everything this room knows about a subject, by `subject_seq`."""
        return await self._read(f"{SELECT} where subject = $1 order by subject_seq", subject)

    async def actor_of(self, event_id: UUID) -> str | None:
        """Who recorded it; None when there is no such event."""
        async with reachable():
            question = "select actor from events where event_id = $1"
            actor: str | None = await self.pool.fetchval(question, event_id)
        return actor

    async def _read(self, question: str, key: str) -> list[Recorded]:
        async with reachable():
            return from_rows(await self.pool.fetch(question, key))

    async def _write(self, pending: Sequence[Pending]) -> list[Receipt | VersionConflict | Refused]:
        try:
            async with self._transaction() as connection:
                failpoint("before_lock")
                plan = await self._carry_out(connection, pending)
                failpoint("before_commit")
        except Refused as refusal:
            if refusal.code == STORE_AWAY:  # Not the command's fault.
                self.writing.failed(refusal.__cause__)
            raise
        if plan.commands:
            self.writing.worked()
        if plan.events:
            for tell in self.appended:
                tell(plan.events[-1].pos)
        return plan.outcomes

    async def _carry_out(self, connection: Connection, pending: Sequence[Pending]) -> Plan:
        locked = await _lock(connection, pending)
        failpoint("after_lock")
        plan = plan_batch(pending, locked, link=self._link, new_id=self._new_id)
        failpoint("after_decide")
        if plan.commands:
            await _store(connection, plan, locked)
            failpoint("after_event_insert")
            if self._project is not None and plan.events:
                await self._project(connection, plan.events)
        return plan

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        async with reachable(), self.pool.acquire() as connection, connection.transaction():
            yield connection


class Rehearsal:
    """The same store to whoever writes through it, but nothing written stays."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def read_stream(self, stream_id: str) -> list[Recorded]:
        return await self._store.read_stream(stream_id)

    async def read_streams(self, stream_ids: Sequence[str]) -> dict[str, list[Recorded]]:
        return await self._store.read_streams(stream_ids)

    async def append(self, origin: Origin, writes: Sequence[StreamWrite]) -> Receipt:
        return await self._store.rehearse(origin, writes)

    async def receipt(self, origin: Origin) -> Receipt | None:
        return await self._store.receipt(origin)


async def _lock(connection: Connection, pending: Sequence[Pending]) -> Locked:
    writes = [write for append in pending for write in append.writes]
    streams = sorted({write.stream_id for write in writes})
    subjects = sorted({draft.subject for write in writes for draft in write.drafts})
    commands = [append.origin.command_id for append in pending]
    row = await connection.fetchrow(LOCK_HEAD, streams, subjects, commands)
    if row is None:
        msg = "the head row is missing: this database was never migrated, or was tampered with"
        raise RuntimeError(msg)
    done: dict[UUID, Done] = {}
    for command_id, digest, receipt in msgspec.json.decode(row["done"] or "[]"):
        done[UUID(command_id)] = decode_done(bytes.fromhex(digest), msgspec.json.encode(receipt))
    return Locked(
        head=Head(row["pos"], row["chain"]),
        recorded_at=row["recorded_at"],
        versions=dict(zip(streams, row["versions"], strict=True)),
        subject_seqs=dict(zip(subjects, row["seqs"], strict=True)),
        commands=done,
    )


async def _store(connection: Connection, plan: Plan, locked: Locked) -> None:
    done = plan.commands
    await connection.execute(
        WRITE,
        locked.head.pos,
        locked.head.chain,
        locked.recorded_at,
        *to_columns(plan.events),
        list(done),
        [one.body_digest for one in done.values()],
        [encode_receipt(one.receipt) for one in done.values()],
    )
