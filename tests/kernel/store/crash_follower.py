"""The follower that is killed: takes one log into the gateway's facts, page by page, to its end.

python -m tests.kernel.store.crash_follower SOURCE_URL COPY_URL VARIANT
"""

import asyncio
import sys

from services.gateway.facts import store as facts
from services.kernel.event import Recorded
from services.kernel.follow.follower import follower_on_postgres
from services.kernel.follow.place import SourceHead
from services.kernel.store.log import Log
from services.kernel.store.postgres import connect_pool

PAGE_EVENTS = 5


class Direct:
    """The log read straight from its database, in small pages."""

    room = "training"

    def __init__(self, log: Log) -> None:
        self._log = log

    async def head(self) -> SourceHead:
        head = await self._log.head()
        return SourceHead(head.store_id, head.algorithm, head.pos, head.chain)

    async def page(self, after: int, wait_seconds: int) -> list[Recorded]:
        return await self._log.page(after, PAGE_EVENTS)


async def main(source_url: str, copy_url: str, variant: str) -> None:
    source, copy = await connect_pool(source_url), await connect_pool(copy_url)

    async def apart(_connection: object, room: str, events: list[Recorded]) -> None:
        """Planted: the effect commits by itself, not with the place."""
        async with copy.acquire() as connection:
            await facts.keep(connection, room, events)

    effect = apart if variant == "apart" else facts.keep
    follower = follower_on_postgres(facts.FOLLOWER, Direct(Log(source)), copy, effect)
    while await follower.step():
        pass
    await source.close()
    await copy.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
