"""Five databases, and roles that can log in to their own and to no other."""

import asyncio

import asyncpg
import pytest

from services.kernel.embedded import database, port, postgres
from services.kernel.embedded.home import prepare
from services.kernel.settings import STORES, load


async def test_a_role_enters_its_own_room_only(open_folder):
    home = open_folder / "h"
    prepare(home)
    server = postgres.Server(home, port.any_free(), postgres.DURABLE)
    await asyncio.to_thread(postgres.start, server)
    await database.create_all(server)
    await database.create_all(server)  # Twice is once.
    settings = load(JINGHENG_HOME=str(home))

    for room in STORES:
        for owner in (True, False):
            url = settings.database_url(room, owner=owner)
            connection = await asyncpg.connect(url)
            assert await connection.fetchval("SELECT current_database()") == room
            if not owner:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute("CREATE TABLE t ()")
            await connection.close()
            for other in {*STORES, "postgres", "template1"} - {room}:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await asyncpg.connect(url.removesuffix(room) + other)
    secrets = (home / "secrets").iterdir()
    assert {file.stat().st_mode & 0o777 for file in secrets} == {0o600}
