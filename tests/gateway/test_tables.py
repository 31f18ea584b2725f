"""The SQLModel tables and the migrations say the same."""

import asyncio

from alembic import command

from services.kernel import migrate


async def test_the_migrations_add_up_to_the_tables(fresh_database):
    url = await fresh_database("gateway")

    await asyncio.to_thread(command.check, migrate.config("gateway", url))
