"""Stops and mendings: noted once, mended once, never changed."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from services.kernel.errors import Refused
from services.kernel.follow.place import Condition, Stop
from services.kernel.follow.stops import (
    Mending,
    all_stops,
    mend,
    note_stops,
    skipped_after,
    stops_about,
)
from services.kernel.store.postgres import connect_pool

POISON = Stop(Condition.MALFORMED, "no date", 7, "p1", b"c" * 32, b"raw")
LOST = Stop(Condition.LOSS, "gone", 9)
BY_ME = Mending("me", "seen", datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
async def pool(fresh_database):
    made = await connect_pool(await fresh_database("gateway"))
    yield made
    await made.close()


async def test_the_same_record_met_again_is_noted_once_and_after_a_restore_anew(pool):
    for _ in range(2):
        await note_stops(pool, "f", "roster", [POISON, LOST])
    assert len(await all_stops(pool, "f")) == 2
    await pool.execute(
        "insert into follow_repairs values ($1, 'f', 'roster', now(), 'me', 'why', 1, 0, null, 0, "
        "'', $1, '', '')",
        UUID(int=1),
    )
    await note_stops(pool, "f", "roster", [POISON])

    assert len(await all_stops(pool, "f")) == 3
    assert await all_stops(pool, "other") == []


async def test_one_that_needs_nobody_is_mended_when_it_is_noted(pool):
    turned = Stop(Condition.REORDERING, "late", 3, "p1", mended="put_in_order")
    await note_stops(pool, "f", "roster", [turned])
    (noted,) = await all_stops(pool, "f")

    assert (noted.open, noted.how, noted.mended_by) == (False, "put_in_order", "follower")


async def test_a_subject_sees_its_own_and_those_that_may_be_anybodys(pool):
    other = Stop(Condition.MALFORMED, "x", 8, "p2", raw=b"2")
    nobodys = Stop(Condition.MALFORMED, "x", None, None, raw=b"3")
    await note_stops(pool, "f", "roster", [POISON, other, LOST, nobodys])

    assert {stop.pos for stop in await stops_about(pool, "f", "p1")} == {7, 9}


async def test_it_is_mended_once_and_by_one_only(pool):
    await note_stops(pool, "f", "roster", [LOST])
    (seen,) = await all_stops(pool, "f")
    assert await skipped_after(pool, "f", "roster", 0) == frozenset()
    assert [await mend(pool, seen, "skipped", BY_ME) for _ in range(2)] == [True, False]
    with pytest.raises(Refused) as refused:
        await mend(pool, seen, "skipped", Mending("you", "seen", BY_ME.at))

    assert refused.value.code == "already_mended"
    assert "me" in refused.value.text.en
    assert await skipped_after(pool, "f", "roster", 0) == {9}
    assert await skipped_after(pool, "f", "roster", 9) == frozenset()


@pytest.mark.parametrize("table", ["follow_stops", "follow_mendings"])
async def test_nobody_changes_what_is_written(pool, table):
    await note_stops(pool, "f", "roster", [Stop(Condition.LOSS, "x", 1, mended="republished")])
    for statement in (f"update {table} set stop_id = stop_id", f"delete from {table}"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)
