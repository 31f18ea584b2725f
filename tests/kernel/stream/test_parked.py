"""What one follower has read ahead, on PostgreSQL: the others see it, a zombie adds nothing."""

import pytest

from services.kernel.follow.place import Condition, Stop
from services.kernel.store.postgres import connect_pool
from services.kernel.stream.parked import Moved, Parked, from_bytes, to_bytes
from tests.kernel.samples import chained


@pytest.fixture
async def parked(fresh_database):
    pool = await connect_pool(await fresh_database("gateway"))
    yield Parked("facts", "roster", pool)
    await pool.close()


async def test_in_each_partition_by_number_from_where_one_has_read(parked):
    log = chained(5)
    mine = await parked.counts([0, 1])
    after = await parked.put({0: [log[0], log[3]], 1: [log[1]]}, mine, 0)
    after |= await parked.put({0: [log[4]]}, mine | after, 0)

    assert (after[0].count, after[1].count, after[0].since) == (3, 1, mine[0].since)
    assert await parked.counts() == after
    assert after[0].recorded_at == log[4].recorded_at
    assert await parked.read({0: 1, 1: 0}) == {0: [(2, log[3]), (3, log[4])], 1: [(1, log[1])]}


async def test_one_whose_partition_has_another_reader_by_now_is_refused_whole(parked):
    log = chained(3)
    zombie = owner = await parked.counts([0, 1])
    await parked.put({0: [log[0]]}, owner, 0)

    with pytest.raises(Moved):
        await parked.put({0: [log[1]], 1: [log[2]]}, zombie, 0)
    assert list(await parked.read({0: 0, 1: 0})) == [0]


async def test_after_a_crash_of_the_database_it_is_empty_and_counts_anew(parked):
    log = chained(2)
    before = await parked.counts([0])
    before |= await parked.put({0: log}, before, 0)
    logged = await parked.pool.fetchval(
        "select count(*) from pg_class where relname like 'followed\\_%' and relkind = 'r' "
        "and relpersistence <> 'u'"
    )
    await parked.pool.execute("truncate followed_partitions, followed_ahead")  # As a crash does.

    with pytest.raises(Moved):
        await parked.put({0: log}, before, 0)
    anew = await parked.counts([0])
    assert (logged, anew[0].count) == (0, 0)
    assert anew[0].since != before[0].since


async def test_what_all_have_taken_goes_and_what_has_no_position_is_noted_at_once(parked):
    log = chained(4)
    seen = await parked.counts([0])
    seen |= await parked.put({0: log[:2]}, seen, 0)
    poison = Stop(Condition.MALFORMED, "x", None, "p9", raw=b"x")
    await parked.put({0: [poison, *log[1:]]}, seen, 2)
    rows = await parked.pool.fetch("select pos from followed_ahead order by number")

    assert [row["pos"] for row in rows] == [3, 4]
    assert await parked.pool.fetchval("select subject from follow_stops") == "p9"


def test_a_record_comes_back_as_it_was():
    stop = Stop(Condition.MALFORMED, "错", 4, "p1", b"c", b"raw", "republished")
    event = chained(1)[0]

    assert [from_bytes(to_bytes(one)) for one in (stop, event)] == [stop, event]
