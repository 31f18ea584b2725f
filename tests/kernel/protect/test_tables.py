"""The tables are what the migrations make, and the run-time role can do no more than it must."""

import asyncpg

from services.kernel.protect.tables import Base


async def test_the_models_are_the_tables(fresh_database):
    connection = await asyncpg.connect(await fresh_database("keys"))
    for name, table in Base.metadata.tables.items():
        rows = await connection.fetch(
            "select column_name from information_schema.columns where table_name = $1", name
        )
        assert {row[0] for row in rows} == set(table.columns.keys())
    await connection.close()


async def test_the_access_log_and_the_tombstones_are_only_added_to(fresh_database):
    connection = await asyncpg.connect(await fresh_database("keys"))
    may = {
        (table, right)
        for table in ("events", "destroyed_keys", "wrapped_keys", "kek_generations")
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
        if await connection.fetchval(
            f"select has_table_privilege('keys_app', '{table}', '{right}')"
        )
    }
    await connection.close()

    assert {right for table, right in may if table in ("events", "destroyed_keys")} == {"INSERT"}
    assert ("kek_generations", "DELETE") not in may
