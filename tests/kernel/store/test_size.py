"""The size of a database is told, and told again after the database was away."""

import asyncio

import asyncpg

from services.kernel.store import size


class Pool:
    """Away once, then there."""

    def __init__(self, pool) -> None:
        self.pool, self.asked = pool, 0

    async def fetchval(self, query: str):
        self.asked += 1
        if self.asked == 2:
            raise asyncpg.CannotConnectNowError("starting up")
        return await self.pool.fetchval(query)


async def test_it_is_told_again_and_again(fresh_database, monkeypatch):
    monkeypatch.setattr(size, "EVERY_SECONDS", 0.01)
    told: list[float] = []
    async with asyncpg.create_pool(await fresh_database("training"), min_size=1) as pool:
        asked = Pool(pool)
        watching = asyncio.create_task(size.watch_size(asked, told.append))
        while len(told) < 2:
            assert not watching.done(), watching
            await asyncio.sleep(0.01)
        watching.cancel()

    assert asked.asked >= 3
    assert min(told) > 1_000_000
