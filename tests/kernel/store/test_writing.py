"""Readiness turns when a database takes nothing any more, and comes back by itself."""

import asyncio
import os
import subprocess

import asyncpg
import pytest

from services.kernel import migrate
from services.kernel.decider import StreamWrite
from services.kernel.embedded import port, postgres
from services.kernel.errors import Refused
from services.kernel.settings import load
from services.kernel.store import writing
from services.kernel.store.postgres import PostgresStore, connect_pool
from services.kernel.store.writing import REMEDIES, RETRY_SECONDS, Writing, word_for
from tests.kernel.samples import course, draft, origin
from tests.kernel.test_room import opened, spec

__all__ = ["spec"]


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def store(fresh_database):
    pool = await connect_pool(await fresh_database("training"))
    made = PostgresStore(pool)
    made.clock = Clock()
    made.writing = Writing(pool, made.clock)
    yield made
    await pool.close()


async def append(store, events: int = 1) -> None:
    stream = os.urandom(4).hex()
    drafts = tuple(draft(stream, course(os.urandom(450).hex())) for _ in range(events))
    await store.append(origin(), [StreamWrite(stream, 0, drafts)])


async def set_read_only(pool, value: str) -> None:
    """For new sessions; those there are end, as after a failover."""
    name = await pool.fetchval("select current_database()")
    connection = await asyncpg.connect(dsn_of(pool))
    await connection.execute("set default_transaction_read_only = off")
    await connection.execute(f"alter database {name} set default_transaction_read_only = {value}")
    await connection.close()
    await pool.expire_connections()


def dsn_of(pool) -> str:
    return pool._connect_args[0]


async def test_a_database_that_turned_read_only_is_found_by_the_first_append_and_left_again(store):
    await append(store)
    assert await store.writing.fault() is None
    await set_read_only(store.pool, "on")
    assert await store.writing.fault() is None  # Proved a moment ago.
    with pytest.raises(Refused, match="not available"):
        await append(store)
    assert await store.writing.fault() == "read_only"
    await set_read_only(store.pool, "off")
    store.clock.now += RETRY_SECONDS
    assert await store.writing.fault() is None
    await append(store)


async def test_an_idle_room_finds_out_by_itself_and_asks_only_now_and_then(store, monkeypatch):
    asked, state = [], writing._state
    monkeypatch.setattr(writing, "_state", lambda at: asked.append(at) or state(at))
    for _ in range(6):
        assert await store.writing.fault() is None
    assert len(asked) == 1
    await set_read_only(store.pool, "on")
    store.clock.now += writing.FRESH_SECONDS
    assert await store.writing.fault() == "read_only"
    await set_read_only(store.pool, "off")
    assert await store.writing.fault() == "read_only"  # Not asked again so soon.
    store.clock.now += RETRY_SECONDS
    assert await store.writing.fault() is None


async def test_a_head_row_that_somebody_holds_is_a_fault_until_it_is_let_go(store):
    store.writing.failed(asyncpg.LockNotAvailableError("lock timeout"))
    async with store.pool.acquire() as holder, holder.transaction():
        await holder.execute("select from head for update")
        assert await store.writing.fault() == "head_held"
    store.clock.now += RETRY_SECONDS
    assert await store.writing.fault() is None
    assert await store.pool.fetchval("select count(*) from commands") == 0


async def test_what_is_wrong_with_a_command_says_nothing_about_writing(store):
    await append(store)
    store.writing.failed(asyncpg.SerializationError("x"))
    assert await store.writing.fault() is None


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (asyncpg.DiskFullError("x"), "disk_full"),
        (asyncpg.PostgresIOError("x"), "io_fault"),
        (asyncpg.CannotConnectNowError("x"), "away"),
        (TimeoutError(), "no_answer"),
        (ConnectionRefusedError(), "away"),
        (asyncpg.InterfaceError("x"), "away"),
        (asyncpg.DeadlockDetectedError("x"), None),
    ],
)
def test_every_fault_has_a_word_and_every_word_a_remedy(fault, word):
    assert word_for(fault) == word
    assert word is None or REMEDIES[word].zh != REMEDIES[word].en


@pytest.fixture
def small_disk(open_folder):
    """A PostgreSQL on a disk of its own that can be filled and emptied."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "none", str(open_folder)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no right to mount here")
    server = postgres.Server(open_folder, port.any_free(), postgres.THROW_AWAY, auth="trust")
    try:
        postgres.start(server)
        yield open_folder, server
    finally:
        postgres.stop(server, mode="immediate")
        subprocess.run(["umount", str(open_folder)], check=True)


def fill(folder) -> None:
    with (folder / "filler").open("wb") as file:
        while True:
            try:
                os.write(file.fileno(), bytes(2**16))
            except OSError:
                break


async def prepared(server) -> str:
    """The address of a training room's database on it."""
    connection = await asyncpg.connect(server.url("postgres"))
    for role in ("training_owner", "training_app"):
        await connection.execute(f"create role {role} login")
    await connection.execute("create database training owner training_owner")
    await connection.close()
    owner = server.url("training").replace("postgres@", "training_owner@")
    await asyncio.to_thread(migrate.upgrade, "training", owner)
    return owner.replace("_owner@", "_app@")


async def append_until_refused(store) -> None:
    for _ in range(200):
        await append(store, 50)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
async def test_a_full_disk_is_told_and_once_there_is_room_the_room_is_ready_by_itself(
    small_disk, spec, tmp_path, monkeypatch
):
    folder, server = small_disk
    url = await prepared(server)
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.0)
    settings = load(JINGHENG_HOME=str(tmp_path), TRAINING_DATABASE_URL=url)
    async with opened(spec, settings) as (app, client):
        await append(app.state.store)
        assert (await client.get("/health/ready")).status_code == 200
        fill(folder)
        with pytest.raises(Refused, match="not available"):
            await append_until_refused(app.state.store)
        for _ in range(3):
            told = await client.get("/health/ready")
            assert (told.status_code, told.json()["unmet"]) == (503, ["writing.disk_full"])
        assert await app.state.log.page(0)  # What is there can be read.
        (folder / "filler").unlink()
        assert (await client.get("/health/ready")).json()["unmet"] == []
        await append(app.state.store)
