"""Why the head row: the same race with a bigserial table and a naive reader does lose events."""

import asyncio
import random


async def test_a_reader_of_a_serial_column_skips_what_commits_late(pool):
    """The red control of the store's own race test: this design must be seen to fail."""
    await pool.execute("create table naive (pos bigserial primary key, n int)")
    dice = random.Random(7)
    done = asyncio.Event()

    async def writer(n: int) -> None:
        async with pool.acquire() as connection:
            for _ in range(20):
                async with connection.transaction():
                    await connection.execute("insert into naive (n) values ($1)", n)
                    await asyncio.sleep(dice.random() / 200)

    async def reader() -> int:
        cursor, seen = 0, 0
        while True:
            last = done.is_set()
            rows = await pool.fetch("select pos from naive where pos > $1 order by pos", cursor)
            seen += len(rows)
            cursor = rows[-1]["pos"] if rows else cursor
            if last and not rows:
                return seen
            await asyncio.sleep(0)

    reading = asyncio.create_task(reader())
    await asyncio.gather(*(writer(n) for n in range(6)))
    done.set()

    assert await reading < 120
