"""Migrations: up from nothing, again, both at once; and the rights of the run-time role."""

import asyncio
import sys

import asyncpg
import pytest

from services.kernel import migrate
from services.kernel.settings import STORES


async def _ask(url: str, question: str):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_an_empty_database_gets_everything_and_a_second_run_changes_nothing(fresh_database):
    url = await fresh_database()
    await asyncio.to_thread(migrate.upgrade, "training", url)
    store_id = await _ask(url, "select store_id from head")
    await asyncio.to_thread(migrate.upgrade, "training", url)

    assert await _ask(url, "select store_id from head") == store_id
    assert await _ask(url, "select count(*) from head where pos = 0 and singleton") == 1
    assert await _ask(url, "select algorithm from head") == "sha256"


async def test_the_hash_is_chosen_when_the_store_is_made_and_stays(fresh_database):
    url = await fresh_database()
    await asyncio.to_thread(migrate.upgrade, "training", url, algorithm="sm3")
    await asyncio.to_thread(migrate.upgrade, "training", url, algorithm="sha256")

    assert await _ask(url, "select algorithm from head") == "sm3"


async def test_two_at_once_end_well(fresh_database):
    url = await fresh_database()
    program = f"from services.kernel.migrate import upgrade; upgrade('roster', {url!r})"
    both = [  # Two processes, as two containers would be; Alembic is not for two threads.
        await asyncio.create_subprocess_exec(sys.executable, "-c", program) for _ in range(2)
    ]

    assert [await one.wait() for one in both] == [0, 0]
    assert await _ask(url, "select count(*) from head") == 1


@pytest.mark.parametrize("room", STORES)
def test_each_room_finds_its_own_migrations_and_tables(room):
    config = migrate.config(room, "postgresql://nobody@nowhere/none")
    places = config.get_main_option("version_locations").split(":")

    assert places[0].endswith("services/kernel/migrations/versions")
    own = migrate.package_of(room).replace(".", "/")
    assert all(f"{own}/" in place for place in places[1:])
    assert len(migrate.metadata(room)) in {1, 2}


async def test_the_run_time_role_has_what_it_needs_and_no_more(fresh_database):
    url = await fresh_database("roster")
    wanted = {
        "head": {"SELECT", "UPDATE"},
        "events": {"SELECT", "INSERT"},
        "commands": {"SELECT", "INSERT"},
        "alembic_version": {"SELECT"},
        "follow_repairs": {"SELECT", "INSERT"},
        "followed": {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"},
        "person_cards": {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"},
    }
    for table, rights in wanted.items():
        found = {
            right
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
            if await _ask(url, f"select has_table_privilege('roster_app', '{table}', '{right}')")
        }
        assert found == rights, table
    assert not await _ask(
        url, "select exists (select from pg_tables where tableowner = 'roster_app')"
    )


async def test_a_role_that_does_not_exist_is_granted_nothing(fresh_database):
    url = await fresh_database()
    await asyncio.to_thread(migrate.upgrade, "assessment", url)  # Nobody made assessment_app here.

    assert await _ask(url, "select count(*) from events") == 0
