"""After a restore: where histories part, what is dropped, and that it is written down for ever."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from services.gateway.facts import store as facts
from services.kernel.errors import Refused
from services.kernel.follow.follower import follower_on_postgres
from services.kernel.follow.keeper import read_place
from services.kernel.follow.place import Condition, Stopped
from services.kernel.follow.repair import Copy, Order, last_agreed, repair
from services.kernel.identity import new_uuid7
from services.kernel.store.postgres import connect_pool
from tests.kernel.follow.test_follower import Script
from tests.kernel.samples import chained
from tests.kernel.tamper import LENGTH, rechained, sound_log
from tests.kernel.tamper import changed as altered

BEFORE = sound_log()
FORK = 12  # The backup held positions up to 11.
# Restored, and gone on otherwise; some events longer than it was.
AFTER = rechained(
    [
        altered(e, event_id=UUID(int=500 + e.pos)) if e.pos >= FORK else e
        for e in sound_log(LENGTH + 4)
    ]
)


@pytest.fixture
async def pool(fresh_database):
    made = await connect_pool(await fresh_database("gateway"))
    yield made
    await made.close()


async def follow(pool, source) -> None:
    follower = follower_on_postgres(facts.FOLLOWER, source, pool, facts.keep)
    while await follower.step():
        pass


def copy(source) -> Copy:
    return Copy(facts.FOLLOWER, source, facts.event_at, facts.drop_from)


def order(reason: str = "备份恢复") -> Order:
    return Order(new_uuid7(), "张三", reason, datetime(2026, 3, 1, tzinfo=UTC))


async def held(pool) -> list[bytes]:
    return [row[0] for row in await pool.fetch("select chain from facts order by pos")]


class Shelf:
    """Where dropped events are put by."""

    def __init__(self) -> None:
        self.events = []

    def __call__(self, dropped) -> str:
        self.events += dropped
        return "shelf"


@pytest.mark.parametrize("length", [LENGTH + 4, LENGTH, FORK, FORK - 1])
async def test_where_they_part_is_found_however_long_the_new_history_is(pool, length):
    await follow(pool, Script(BEFORE))

    assert await last_agreed(pool, copy(Script(AFTER[:length], size=50))) == FORK - 1


@pytest.mark.parametrize(("log", "agreed"), [(BEFORE, LENGTH), (chained(5, "sm3"), 0), ([], 0)])
async def test_the_same_and_an_entirely_other_log(pool, log, agreed):
    await follow(pool, Script(BEFORE))

    assert await last_agreed(pool, copy(Script(log, size=50))) == agreed


async def test_it_stops_is_repaired_and_ends_equal_to_the_new_history(pool):
    await follow(pool, Script(BEFORE))
    with pytest.raises(Stopped) as stopped:
        await follow(pool, Script(AFTER))
    shelf = Shelf()
    dropped = await repair(pool, copy(Script(AFTER, size=50)), FORK, order(), keep=shelf)
    await follow(pool, Script(AFTER))

    assert stopped.value.condition is Condition.FORK
    assert dropped == LENGTH - FORK + 1
    assert [event.chain for event in shelf.events] == [e.chain for e in BEFORE[FORK - 1 :]]
    assert await held(pool) == [event.chain for event in AFTER]
    place = await read_place(pool, facts.FOLLOWER, "training")
    assert (place.pos, place.chain) == (LENGTH + 4, AFTER[-1].chain)


async def test_who_and_why_is_written_down_and_stays(pool):
    await follow(pool, Script(BEFORE))
    mine = order("系统误删后恢复")
    await repair(pool, copy(Script(AFTER, size=50)), FORK, mine, keep=Shelf())
    row = dict(await pool.fetchrow("select * from follow_repairs"))

    assert (row["repaired_by"], row["reason"], row["repaired_at"]) == (
        "张三",
        "系统误删后恢复",
        mine.at,
    )
    assert (row["from_pos"], row["dropped"], row["old_pos"]) == (FORK, LENGTH - FORK + 1, LENGTH)
    assert (row["old_chain"], row["new_chain"]) == (BEFORE[-1].chain, BEFORE[FORK - 2].chain)
    assert row["kept_in"] == "shelf"
    for statement in ("update follow_repairs set reason = 'x'", "delete from follow_repairs"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)


@pytest.mark.parametrize(
    ("from_pos", "code"),
    [
        (FORK + 1, "fork_is_earlier"),
        (LENGTH, "fork_is_earlier"),
        (LENGTH + 2, "nothing_taken_there"),
        (0, "nothing_taken_there"),
    ],
)
async def test_what_would_keep_a_wrong_history_is_refused_and_changes_nothing(pool, from_pos, code):
    await follow(pool, Script(BEFORE))
    shelf = Shelf()
    with pytest.raises(Refused) as refused:
        await repair(pool, copy(Script(AFTER, size=50)), from_pos, order(), keep=shelf)

    assert refused.value.code == code
    if code == "fork_is_earlier":
        assert f"begin at {FORK}" in refused.value.text.en
    assert await held(pool) == [event.chain for event in BEFORE]
    assert (shelf.events, await pool.fetchval("select count(*) from follow_repairs")) == ([], 0)


async def test_when_the_dropped_cannot_be_put_by_nothing_is_dropped(pool):
    def full(_dropped) -> str:
        raise OSError("no space left")

    await follow(pool, Script(BEFORE))
    with pytest.raises(OSError, match="no space"):
        await repair(pool, copy(Script(AFTER, size=50)), FORK, order(), keep=full)

    assert len(await held(pool)) == LENGTH
    assert (await read_place(pool, facts.FOLLOWER, "training")).pos == LENGTH


async def test_another_store_with_the_same_history_is_taken_over_without_dropping(pool):
    await follow(pool, Script(BEFORE))
    moved = Script(BEFORE, store_id=UUID(int=9), size=50)
    with pytest.raises(Stopped):
        await follow(pool, moved)

    assert await repair(pool, copy(moved), LENGTH + 1, order(), keep=Shelf()) == 0
    await follow(pool, moved)
    assert len(await held(pool)) == LENGTH


async def test_everything_may_be_dropped(pool):
    await follow(pool, Script(BEFORE))
    other = Script(chained(4), store_id=UUID(int=9), size=50)
    await repair(pool, copy(other), 1, order(), keep=Shelf())
    await follow(pool, other)

    assert await held(pool) == [event.chain for event in chained(4)]
