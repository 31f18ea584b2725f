"""The contract of an event store, on the fake and on PostgreSQL; then what only PostgreSQL has."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from services.kernel import chain
from services.kernel.decider import StreamWrite, VersionConflict
from services.kernel.errors import Kind, Refused
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore
from tests.kernel.samples import course, draft, origin


def _write(stream: str, expected: int, *drafts) -> list[StreamWrite]:
    return [StreamWrite(stream, expected, drafts or (draft(),))]


async def test_what_was_appended_is_read_back(any_store):
    receipt = await any_store.append(origin(), _write("s", 0, draft("p", course("甲乙𠮷"))))
    (event,) = await any_store.read_stream("s")

    assert receipt.events == (event.event_id,)
    assert (event.pos, event.version, event.subject_seq) == (1, 1, 1)
    assert event.data == '{"course":"annual","days":0,"certificate_no":"","title":"甲乙𠮷"}' or (
        "甲乙𠮷" in event.data
    )


async def test_versions_and_sequences_are_dense(any_store):
    await any_store.append(origin(), _write("a", 0, draft("p"), draft("q")))
    await any_store.append(origin(), _write("b", 0, draft("p")))
    await any_store.append(origin(), _write("a", 2, draft("p")))
    a, b = await any_store.read_stream("a"), await any_store.read_stream("b")
    assert await any_store.read_streams(["b", "c", "a"]) == {"a": a, "b": b, "c": []}

    assert [(event.pos, event.version, event.subject_seq) for event in a] == [
        (1, 1, 1),
        (2, 2, 1),
        (4, 3, 3),
    ]
    assert [(event.pos, event.version, event.subject_seq) for event in b] == [(3, 1, 2)]


async def test_an_old_version_is_a_conflict_and_writes_nothing(any_store):
    await any_store.append(origin(), _write("s", 0))
    with pytest.raises(VersionConflict) as caught:
        await any_store.append(origin(), _write("s", 0))

    assert caught.value.actual == 1
    assert len(await any_store.read_stream("s")) == 1


async def test_a_repeated_command_gets_its_first_receipt(any_store):
    who = origin()
    first = await any_store.append(who, _write("s", 0))
    again = await any_store.append(who, _write("s", 0))
    asked = await any_store.receipt(who)

    assert (again.events, again.pos, again.versions) == (first.events, first.pos, first.versions)
    assert again.replayed
    assert asked is not None
    assert asked.events == first.events
    assert len(await any_store.read_stream("s")) == 1


async def test_a_repeated_command_with_another_body_is_refused(any_store):
    command = uuid4()
    await any_store.append(origin(command, b"1"), _write("s", 0))
    with pytest.raises(Refused, match="idempotency_key_reused"):
        await any_store.append(origin(command, b"2"), _write("s", 1))
    with pytest.raises(Refused, match="idempotency_key_reused"):
        await any_store.receipt(origin(command, b"2"))


async def test_several_streams_all_or_nothing(any_store):
    writes = [*_write("a", 0), *_write("b", 5)]
    with pytest.raises(VersionConflict):
        await any_store.append(origin(), writes)

    assert await any_store.read_stream("a") == []


async def test_recorded_at_never_runs_backwards(any_store):
    for version in range(5):
        await any_store.append(origin(), _write("s", version))
    times = [event.recorded_at for event in await any_store.read_stream("s")]

    assert times == sorted(times)


async def test_ten_equal_commands_at_once_leave_one_event(store):
    who = origin()
    receipts = await asyncio.gather(*(store.append(who, _write("s", 0)) for _ in range(10)))

    assert len({receipt.events for receipt in receipts}) == 1
    assert sum(not receipt.replayed for receipt in receipts) == 1
    assert len(await store.read_stream("s")) == 1


async def test_two_processes_race_for_one_version_and_one_wins(pool):
    stores = [PostgresStore(pool) for _ in range(8)]
    answers = await asyncio.gather(
        *(one.append(origin(), _write("s", 0)) for one in stores), return_exceptions=True
    )

    assert sum(isinstance(answer, VersionConflict) for answer in answers) == 7
    assert len(await stores[0].read_stream("s")) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update events set actor = 'x'",
        "delete from events",
        "truncate events",
        "truncate events cascade",
        "update commands set receipt = '{}'",
        "delete from commands",
        "truncate commands",
    ],
)
async def test_the_log_cannot_be_changed_even_by_its_owner(store, pool, statement):
    await store.append(origin(), _write("s", 0))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement)


async def test_the_runtime_role_may_add_but_not_change(store, pool, fresh_database):
    await store.append(origin(), _write("s", 0))
    async with pool.acquire() as connection:
        await connection.execute("set role training_app")
        for statement in (
            "update events set actor = 'x'",
            "delete from events",
            "truncate events",
            "alter table events disable trigger all",
            "drop table events",
            "set session_replication_role = replica",
            "create function f() returns int language sql as 'select 1'",
            "copy events to program 'cat'",
        ):
            with pytest.raises(asyncpg.PostgresError):
                await connection.execute(statement)
        await connection.execute("reset role")


async def test_read_models_commit_with_the_events_or_not_at_all(pool):
    await pool.execute("create table seen (pos bigint primary key check (pos <> 2))")

    async def project(connection, events):
        await connection.executemany("insert into seen values ($1)", [(e.pos,) for e in events])

    store = PostgresStore(pool, project=project)
    await store.append(origin(), _write("a", 0))
    with pytest.raises(asyncpg.CheckViolationError):
        await store.append(origin(), _write("b", 0))
    head = await Log(pool).head()

    assert head.pos == 1
    assert await store.read_stream("b") == []
    assert [row[0] for row in await pool.fetch("select pos from seen")] == [1]


async def test_a_head_row_held_by_somebody_else_answers_unavailable(pool):
    store = PostgresStore(pool)
    async with pool.acquire() as held, held.transaction():
        await held.execute("select * from head for update")
        async with pool.acquire() as connection:
            await connection.execute("set lock_timeout = '200ms'")
        await pool.execute("alter database postgres set lock_timeout = 0")
        slow = asyncio.create_task(store.append(origin(), _write("s", 0)))
        await asyncio.sleep(0.3)
        for row in await held.fetch(
            "select pid from pg_stat_activity where wait_event_type = 'Lock'"
        ):
            await held.execute("select pg_cancel_backend($1)", row["pid"])
        with pytest.raises(Refused) as caught:
            await slow

    assert caught.value.kind is Kind.UNAVAILABLE
    assert (await store.append(origin(), _write("s", 0))).pos == 1


async def test_the_stored_chain_verifies_with_sm3_too(pool):
    store = PostgresStore(pool, algorithm="sm3")
    for version in range(3):
        await store.append(origin(), _write("s", version))

    assert chain.verify(await store.read_stream("s"), algorithm="sm3") == (
        3,
        (await Log(pool).head()).chain,
    )


async def test_sixteen_writers_with_rollbacks_leave_a_dense_verified_log(pool):
    """Every acknowledged command once; the reader never sees a gap while they write."""
    await pool.execute("create table picky (n int check (n % 10 <> 0))")
    numbers = iter(range(100_000))

    async def project(connection, events):
        for _ in events:
            await connection.execute("insert into picky values ($1)", next(numbers))

    stores = [PostgresStore(pool, project=project) for _ in range(4)]
    done = asyncio.Event()
    acknowledged: set = set()

    async def writer(n: int) -> None:
        for i in range(25):
            stream, store = f"w{n}-{i}", stores[n % 4]
            drafts = tuple(draft(f"p{n % 5}") for _ in range(1 + i % 3))
            try:
                receipt = await store.append(origin(), _write(stream, 0, *drafts))
            except asyncpg.CheckViolationError:
                continue
            acknowledged.update(receipt.events)

    async def reader() -> list:
        log, seen, last = Log(pool), [], False
        while True:
            last = done.is_set()
            page = await log.page(len(seen), 50)  # Raises Gap on any hole.
            seen += page
            if last and not page:
                return seen

    reading = asyncio.create_task(reader())
    await asyncio.gather(*(writer(n) for n in range(16)))
    done.set()
    seen = await reading

    assert {event.event_id for event in seen} == acknowledged
    assert chain.verify(seen) == (len(seen), (await Log(pool).head()).chain)
    assert len(acknowledged) > 300
