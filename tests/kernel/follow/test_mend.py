"""A record taken anew must be the one that was meant: the chain decides, not whoever asks."""

import pytest

from services.gateway.facts import store as facts
from services.kernel.errors import Refused
from services.kernel.follow.follower import follower_on_postgres
from services.kernel.follow.mend import Taken, republish, skip, skip_lost
from services.kernel.follow.place import Condition, Stop, Stopped
from services.kernel.follow.stops import all_stops, note_stops
from services.kernel.store.postgres import connect_pool
from tests.kernel.follow.test_follower import Script
from tests.kernel.follow.test_stops import BY_ME
from tests.kernel.samples import chained, changed, relinked

LOG = chained(4)
POISON = Stop(Condition.MALFORMED, "no date", 2, "p1", LOG[1].chain, b"raw")


@pytest.fixture
async def pool(fresh_database):
    made = await connect_pool(await fresh_database("gateway"))
    yield made
    await made.close()


async def follow(pool, items) -> None:
    follower = follower_on_postgres(facts.FOLLOWER, Script(items), pool, facts.keep)
    try:
        while await follower.step():
            pass
    except Stopped as stopped:
        await follower.note(stopped)


def taken(log) -> Taken:
    return Taken(facts.FOLLOWER, Script(log, size=9), facts.event_at, facts.keep)


async def held(pool) -> list[int]:
    return [row[0] for row in await pool.fetch("select pos from facts order by pos")]


async def test_the_right_record_comes_into_its_place(pool):
    await follow(pool, [LOG[0], POISON, *LOG[2:]])
    (stop,) = await all_stops(pool, facts.FOLLOWER)
    for _ in range(2):
        await republish(pool, taken(LOG), stop, BY_ME)

    assert await held(pool) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "given",
    [
        changed(LOG[1], actor="x"),
        relinked(changed(LOG[1], actor="x"), LOG[0].chain),
    ],
    ids=["not of this chain", "of another history"],
)
async def test_another_record_is_refused_and_nothing_is_mended(pool, given):
    await follow(pool, [LOG[0], POISON, *LOG[2:]])
    (stop,) = await all_stops(pool, facts.FOLLOWER)
    with pytest.raises(Refused) as refused:
        await republish(pool, taken([LOG[0], given, *LOG[2:]]), stop, BY_ME)

    assert refused.value.code == "another_record"
    assert await held(pool) == [1, 3, 4]
    assert (await all_stops(pool, facts.FOLLOWER))[0].open


async def test_what_has_no_place_can_only_be_skipped(pool):
    junk = Stop(Condition.MALFORMED, "junk", None, "p1")
    await note_stops(pool, facts.FOLLOWER, "training", [junk])
    (stop,) = await all_stops(pool, facts.FOLLOWER)
    with pytest.raises(Refused, match="only be skipped"):
        await republish(pool, taken(LOG), stop, BY_ME)
    await skip(pool, stop, BY_ME)

    assert not (await all_stops(pool, facts.FOLLOWER))[0].open


async def test_past_a_lost_position_the_chain_is_taken_up_and_checked_again(pool):
    await follow(pool, [LOG[0], *LOG[2:]])
    assert await held(pool) == [1]
    with pytest.raises(Refused, match="does not wait"):
        await skip_lost(pool, facts.FOLLOWER, "training", 3, BY_ME)
    await skip_lost(pool, facts.FOLLOWER, "training", 2, BY_ME)
    await follow(pool, [LOG[0], *LOG[2:]])

    assert await held(pool) == [1, 3, 4]
