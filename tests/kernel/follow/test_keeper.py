"""Effect and place commit together or not at all, and two of one name never take a page twice."""

from uuid import UUID

import pytest

from services.kernel.follow.keeper import PostgresKeeper
from services.kernel.follow.place import Condition, Place, SourceHead, Stopped
from services.kernel.store.postgres import connect_pool
from tests.kernel.samples import chained

HEAD = SourceHead(UUID(int=1), "sha256", 99, b"")


async def note(connection, room, events) -> None:
    await connection.executemany("insert into taken values ($1)", [(e.pos,) for e in events])


@pytest.fixture
async def pool(fresh_database):
    made = await connect_pool(await fresh_database("gateway"))
    await made.execute("create table taken (pos bigint)")
    yield made
    await made.close()


async def _taken(pool) -> list[int]:
    return [row[0] for row in await pool.fetch("select pos from taken order by pos")]


async def test_the_first_page_makes_the_place(pool):
    keeper, log = PostgresKeeper("f", "training", pool, note), chained(3)
    assert await keeper.place() == Place("training")
    await keeper.take(await keeper.place(), log, HEAD)
    place = await keeper.place()

    assert (place.pos, place.chain, place.store_id) == (3, log[-1].chain, HEAD.store_id)
    assert await _taken(pool) == [1, 2, 3]


async def test_a_page_seen_from_an_older_place_is_left_alone(pool):
    keeper, log = PostgresKeeper("f", "training", pool, note), chained(4)
    seen = await keeper.place()
    await keeper.take(seen, log[:2], HEAD)
    await keeper.take(seen, log[:2], HEAD)

    assert await _taken(pool) == [1, 2]


async def test_an_effect_that_fails_moves_nothing(pool):
    async def fail(connection, room, events) -> None:
        await note(connection, room, events)
        raise ValueError("no")

    keeper = PostgresKeeper("f", "training", pool, fail)
    with pytest.raises(ValueError, match="no"):
        await keeper.take(await keeper.place(), chained(2), HEAD)

    assert await _taken(pool) == []
    assert (await keeper.place()).pos == 0


async def test_what_does_not_continue_is_stopped_and_noted(pool):
    keeper, log = PostgresKeeper("f", "training", pool, note), chained(4)
    with pytest.raises(Stopped):
        await keeper.take(await keeper.place(), log[1:], HEAD)
    await keeper.note(Stopped(Condition.LOSS, "1 is missing"))
    row = await pool.fetchrow("select condition, detail from followed")
    assert tuple(row) == ("loss", "1 is missing")
    await keeper.clear()

    assert await pool.fetchval("select condition from followed") is None
    assert await _taken(pool) == []
