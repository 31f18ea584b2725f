"""The red control: the product's follower, except that its effect commits apart from its place."""

import asyncio

import asyncpg

from services.cli.follow import _follow
from services.gateway.facts import store
from services.kernel.settings import load

_keep = store.keep


async def _apart(_connection: object, room: str, events: object) -> None:
    """A page lost or doubled between two commits; here what came already is passed over."""
    connection = await asyncpg.connect(load().database_url("gateway"))
    try:
        await _keep(connection, room, events)  # type: ignore[arg-type]
    finally:
        await connection.close()
    await asyncio.sleep(0.3)  # The time between the two commits, long enough to be struck.


if __name__ == "__main__":
    store.keep = _apart
    asyncio.run(_follow())
