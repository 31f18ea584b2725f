"""Following a log: every event once with its place, whatever the source and the database do."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import httpx
import pytest

from services.kernel.chain import GENESIS
from services.kernel.event import Recorded
from services.kernel.follow import follower as module
from services.kernel.follow.follower import Follower, follower_on_postgres
from services.kernel.follow.keeper import read_place
from services.kernel.follow.place import Condition, SourceHead, Stopped
from services.kernel.store.postgres import connect_pool
from tests.kernel.samples import chained, changed

STORE = UUID(int=1)


@dataclass
class Script:
    """A source that serves a list, and fails when told to."""

    log: list[Recorded]
    room: str = "training"
    store_id: UUID = STORE
    size: int = 3
    faults: list[Exception] = field(default_factory=list)

    async def head(self) -> SourceHead:
        last = self.log[-1] if self.log else None
        chain = last.chain if last else GENESIS
        return SourceHead(self.store_id, "sha256", last.pos if last else 0, chain)

    async def page(self, after: int, wait_seconds: int) -> list[Recorded]:
        if self.faults:
            raise self.faults.pop(0)
        page = [event for event in self.log if event.pos > after][: self.size]
        if not page and wait_seconds:
            await asyncio.sleep(0.01)
        return page


async def note(connection, room, events) -> None:
    rows = [(room, event.pos, event.data) for event in events]
    await connection.executemany("insert into taken values ($1, $2, $3)", rows)


@pytest.fixture
async def pool(fresh_database):
    made = await connect_pool(await fresh_database("gateway"))
    await made.execute("create table taken (room text, pos bigint, data text)")
    yield made
    await made.close()


async def taken(pool) -> list[int]:
    return [row[0] for row in await pool.fetch("select pos from taken order by ctid")]


async def condition(pool) -> str | None:
    return await pool.fetchval("select condition from followed")


async def to_the_end(follower: Follower) -> int:
    counted = 0
    while count := await follower.step():
        counted += count
    return counted


async def stopped(follower: Follower) -> Condition:
    """What stops it, written down as a running follower would."""
    with pytest.raises(Stopped) as caught:
        await to_the_end(follower)
    await follower.note(caught.value)
    return caught.value.condition


async def test_every_event_once_in_order_and_the_place_with_it(pool):
    log = chained(8)
    assert await to_the_end(follower_on_postgres("facts", Script(log), pool, note)) == 8
    place = await read_place(pool, "facts", "training")

    assert await taken(pool) == list(range(1, 9))
    assert (place.pos, place.chain, place.store_id) == (8, log[-1].chain, STORE)
    assert place.recorded_at == log[-1].recorded_at


async def test_a_restarted_follower_goes_on_where_it_was(pool):
    log = chained(9)
    await to_the_end(follower_on_postgres("facts", Script(log[:4]), pool, note))
    await to_the_end(follower_on_postgres("facts", Script(log), pool, note))

    assert await taken(pool) == list(range(1, 10))


async def test_an_effect_that_fails_leaves_neither_effect_nor_place(pool):
    async def fail(connection, room, events) -> None:
        await note(connection, room, events)
        raise asyncpg.DataError("no")

    with pytest.raises(asyncpg.DataError):
        await follower_on_postgres("facts", Script(chained(3)), pool, fail).step()

    assert await taken(pool) == []
    assert (await read_place(pool, "facts", "training")).pos == 0


async def test_several_processes_of_one_name_take_each_event_once(pool):
    log = chained(60)
    many = [follower_on_postgres("facts", Script(log, size=2), pool, note) for _ in range(4)]

    async def work(follower: Follower) -> None:
        while (await read_place(pool, "facts", "training")).pos < len(log):
            await follower.step()

    await asyncio.gather(*map(work, many))

    assert await taken(pool) == list(range(1, 61))


async def test_two_names_and_two_rooms_have_places_of_their_own(pool):
    await to_the_end(follower_on_postgres("facts", Script(chained(3)), pool, note))
    await to_the_end(follower_on_postgres("facts", Script(chained(2), "roster"), pool, note))
    await to_the_end(follower_on_postgres("other", Script(chained(1)), pool, note))
    rows = await pool.fetch("select follower, room, pos from followed order by 1, 2")

    assert [tuple(row) for row in rows] == [
        ("facts", "roster", 2),
        ("facts", "training", 3),
        ("other", "training", 1),
    ]


async def test_each_wrong_log_stops_it_by_name_before_any_effect(pool):
    log = chained(6)
    await to_the_end(follower_on_postgres("facts", Script(log[:3]), pool, note))
    wrong = {
        Condition.LOSS: Script([*log[:3], *log[4:]]),
        Condition.FORK: Script([*log[:3], changed(log[3], actor="x"), *log[4:]]),
        Condition.OTHER_LOG: Script(log, store_id=UUID(int=2)),
        Condition.MALFORMED: Script(log, faults=[Stopped(Condition.MALFORMED, "no event")]),
    }
    for expected, source in wrong.items():
        assert await stopped(follower_on_postgres("facts", source, pool, note)) is expected
        assert await condition(pool) == expected.value
    shorter = Script(log[:2])
    assert await stopped(follower_on_postgres("facts", shorter, pool, note)) is Condition.FORK
    assert await taken(pool) == [1, 2, 3]


async def test_a_log_wrong_from_its_first_page_on_is_seen_too(pool):
    source = Script(chained(3)[1:])

    assert await stopped(follower_on_postgres("facts", source, pool, note)) is Condition.LOSS
    assert await condition(pool) == "loss"


@pytest.mark.parametrize("more", [0, 2], ids=["nothing new", "new events"])
async def test_when_the_right_log_is_back_the_condition_goes(pool, more):
    log = chained(5)
    await to_the_end(follower_on_postgres("facts", Script(log[:3]), pool, note))
    await stopped(follower_on_postgres("facts", Script(log, store_id=UUID(int=2)), pool, note))
    await to_the_end(follower_on_postgres("facts", Script(log[: 3 + more]), pool, note))

    assert await condition(pool) is None
    assert len(await taken(pool)) == 3 + more


async def test_running_outlasts_a_source_that_goes_away_and_a_wrong_log(pool, monkeypatch):
    monkeypatch.setattr(module, "AWAY_SECONDS", (0.0, 0.01))
    away = httpx.ConnectError("away")
    faults = [away, away, Stopped(Condition.LOSS, "x"), OSError("secret"), away]
    source = Script(chained(5), faults=faults)
    rounds: list[str] = []
    follower = follower_on_postgres("facts", source, pool, note)
    follower.turned = rounds.append
    stop = asyncio.Event()
    running = asyncio.create_task(follower.run(stop))
    while len(await taken(pool)) < 5:
        assert not running.done(), running
        await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(running, 5)

    assert await taken(pool) == [1, 2, 3, 4, 5]
    assert await condition(pool) is None
    assert set(rounds) == {"training"}
    assert len(rounds) > len(faults)  # Those that failed, too.
