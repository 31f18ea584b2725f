"""`rebuild`: equal when nothing is wrong; what was changed by hand is named, and made right."""

import httpx
import pytest

from services.cli import rebuild
from services.cli.rebuild import rebuild_facts, rebuild_read_models
from services.gateway.facts.intake import followers
from services.kernel.embedded.problem import Problem
from services.kernel.store.postgres import connect_pool
from tests.bureau import open_bureau

TABLES = {"person_cards", "unit_assignments", "unit_leaders", "unit_versions"}
SOURCES = ["roster", "assessment", "training", "gateway"]


@pytest.fixture
async def bureau(fresh_database, tmp_path):
    """People and units; the gateway has followed. Its databases are asked as their owner."""
    async with open_bureau(fresh_database, tmp_path, SOURCES) as made:
        people = [await made.register(name) for name in ("张三", "李四", "王五")]
        for person in people:
            path = f"/v1/persons/{person}/facts/unit_assigned"
            data = {"unit_id": "u1", "position": "民警"}
            body = {"effective_on": "2020-01-01", "basis": "令", "data": data}
            await made.send("POST", "roster", path, body=body)
        owners = {
            f"{room}_owner_database_url": getattr(made.settings, f"{room}_database_url")
            for room in SOURCES
        }
        made.settings = made.settings.model_copy(update=owners)
        await follow(made)
        yield made


async def follow(bureau) -> None:
    async with httpx.AsyncClient(transport=bureau.inside) as http:
        for one in followers(bureau.settings, http, bureau.apps["gateway"].state.pool):
            while await one.step():
                pass


def pool_of(bureau, room: str):
    return bureau.apps[room].state.pool


async def facts(bureau, *, check: bool):
    async with httpx.AsyncClient(transport=bureau.inside) as http:
        return await rebuild_facts(bureau.settings, http, check=check)


async def test_a_roster_in_order_comes_out_equal(bureau):
    found = await rebuild_read_models(bureau.settings, "roster", check=False)

    assert {one.table for one in found} >= TABLES
    assert all(one.equal for one in found), found
    assert next(one.rows for one in found if one.table == "person_cards") == 3


HARM = {
    "update person_cards set name = '改' where name = '李四'": ("person_cards", 1, 1),
    "delete from unit_assignments": ("unit_assignments", 3, 0),
    "insert into unit_leaders values ('p', 'u', '2020-01-01', null, 'chief')": (
        "unit_leaders",
        0,
        1,
    ),
}


@pytest.mark.parametrize("harm", HARM)
async def test_what_was_changed_by_hand_is_found_and_made_right(bureau, harm):
    pool = pool_of(bureau, "roster")
    before = {table: await pool.fetch(f"select * from {table} order by 1") for table in TABLES}
    await pool.execute(harm)
    checked = await rebuild_read_models(bureau.settings, "roster", check=True)
    again = await rebuild_read_models(bureau.settings, "roster", check=False)
    after = {table: await pool.fetch(f"select * from {table} order by 1") for table in TABLES}

    table, missing, surplus = HARM[harm]
    for found in (checked, again):  # To check changed nothing.
        (one,) = (one for one in found if not one.equal)
        assert (one.table, one.missing, one.surplus) == (table, missing, surplus)
    assert after == before


async def test_what_is_appended_while_it_builds_is_in_it_too(bureau, monkeypatch):
    """An append between the first pass and the switch."""
    real, passes = rebuild._project_after, []

    async def project_after(connection, project, after):
        reached = await real(connection, project, after)
        if not passes:
            passes.append(await bureau.register("赵六"))
        return reached

    monkeypatch.setattr(rebuild, "_project_after", project_after)
    found = await rebuild_read_models(bureau.settings, "roster", check=False)

    assert all(one.equal for one in found)
    assert next(one.rows_anew for one in found if one.table == "person_cards") == 4


async def test_facts_in_order_come_out_equal(bureau):
    (found,) = await facts(bureau, check=False)

    assert found.equal
    assert found.rows == found.rows_anew == 6


@pytest.mark.parametrize(
    ("harm", "counts"),
    [
        ("update facts set data = '{}' where pos = 2", (1, 1)),
        ("delete from facts where pos = 2", (1, 0)),
        ("update facts set basis = 'x'", (6, 6)),
    ],
)
async def test_facts_changed_by_hand_are_found_and_made_right(bureau, harm, counts):
    pool = pool_of(bureau, "gateway")
    before = await pool.fetch("select * from facts order by room, pos")
    place = await pool.fetch("select * from followed order by room")
    await pool.execute(harm)
    (checked,) = await facts(bureau, check=True)
    (found,) = await facts(bureau, check=False)

    assert (checked.missing, checked.surplus) == (found.missing, found.surplus) == counts
    assert await pool.fetch("select * from facts order by room, pos") == before
    assert await pool.fetch("select * from followed order by room") == place


async def test_what_the_follower_has_not_taken_yet_is_no_difference(bureau):
    await bureau.register("钱七")

    (found,) = await facts(bureau, check=False)
    assert found.equal
    await follow(bureau)
    (found,) = await facts(bureau, check=False)
    assert (found.equal, found.rows) == (True, 7)


async def test_another_log_is_not_switched_to_but_left_to_a_repair(bureau):
    pool = pool_of(bureau, "gateway")
    await pool.execute("update followed set chain = sha256('x') where room = 'roster'")
    with pytest.raises(Problem, match="follow-repair roster"):
        await facts(bureau, check=False)
    await pool.execute("update followed set pos = 99 where room = 'roster'")
    with pytest.raises(Problem, match="position 99"):
        await facts(bureau, check=False)


async def test_the_runtime_role_cannot_rebuild(bureau):
    """Temporary tables are the owner's; so nobody rebuilds with a service's own password."""
    url = bureau.settings.database_url("gateway").replace("postgres@", "gateway_app@")
    pool = await connect_pool(url, size_max=1)
    import asyncpg

    await pool_of(bureau, "gateway").execute(
        "do $$ begin execute 'revoke temporary on database ' || current_database() "
        "|| ' from public'; end $$"
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute("create temp table facts (x int)")
    await pool.close()
