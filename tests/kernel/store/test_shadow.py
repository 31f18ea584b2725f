"""Tables made anew beside those in use: filled by unaware code, compared by row, switched."""

import pytest

from services.kernel.store.shadow import compare, make_shadows, replace


@pytest.fixture
async def connection(pool):
    async with pool.acquire() as one:
        await one.execute("create table cards (id text primary key, n int, extra json)")
        await one.execute("create index on cards (n)")
        await make_shadows(one, ["cards"])
        yield one


async def _fill(connection, table: str, *rows: tuple[str, int | None, str]) -> None:
    await connection.executemany(f"insert into {table} values ($1, $2, $3)", rows)


async def _in_use(connection) -> list[tuple]:
    rows = await connection.fetch("select * from public.cards order by id")
    return [tuple(row) for row in rows]


ROWS = (("a", 1, "{}"), ("b", None, '{"x": 1}'), ("c", 3, "[]"))


async def test_code_that_names_the_table_fills_the_shadow(connection):
    await _fill(connection, "public.cards", *ROWS)
    await _fill(connection, "cards", ("z", 1, "{}"))

    assert await _in_use(connection) == list(ROWS)


async def test_equal_contents_are_equal_whatever_the_order(connection):
    await _fill(connection, "public.cards", *ROWS)
    await _fill(connection, "cards", *reversed(ROWS))
    found = await compare(connection, "cards", ["id"])

    assert found.equal
    assert (found.rows, found.rows_anew, found.missing, found.surplus, found.keys) == (
        3,
        3,
        0,
        0,
        (),
    )
    assert (await compare(connection, "cards", ["id"])).digest == found.digest


@pytest.mark.parametrize(
    ("used", "anew", "counts", "keys"),
    [
        (ROWS[:2], ROWS, (1, 0), ("c",)),
        (ROWS, ROWS[:2], (0, 1), ("c",)),
        (ROWS, (*ROWS[:2], ("c", 4, "[]")), (1, 1), ("c",)),
        (ROWS, (ROWS[0], ("b", 2, '{"x": 1}'), ROWS[2]), (1, 1), ("b",)),
        (ROWS, (ROWS[0], ("b", None, '{"x":1}'), ROWS[2]), (1, 1), ("b",)),
        ((), ROWS, (3, 0), ("a", "b", "c")),
        (ROWS, (), (0, 3), ("a", "b", "c")),
    ],
)
async def test_each_difference_is_counted_named_and_mended(connection, used, anew, counts, keys):
    await _fill(connection, "public.cards", *used)
    await _fill(connection, "cards", *anew)
    found = await compare(connection, "cards", ["id"])
    await replace(connection, "cards", ["id"])

    assert not found.equal
    assert ((found.missing, found.surplus), found.keys) == (counts, keys)
    assert await _in_use(connection) == list(anew)
    assert (await compare(connection, "cards", ["id"])).equal


async def test_rows_that_are_right_are_not_touched(connection):
    await _fill(connection, "public.cards", *ROWS)
    await _fill(connection, "cards", *ROWS[:2], ("c", 9, "[]"))
    before = await connection.fetch("select id, xmin::text from public.cards where id <> 'c'")
    await replace(connection, "cards", ["id"])

    assert before == await connection.fetch(
        "select id, xmin::text from public.cards where id <> 'c'"
    )


async def test_shadows_are_gone_with_their_session(pool, connection):
    async with pool.acquire() as other:
        assert await other.fetchval("select to_regclass('pg_temp.cards')") is None
