"""The whole way on a real broker: log, relay, topic, follower; the same tables as over HTTP."""

import asyncio
from contextlib import suppress

import pytest
from kafka import KafkaAdminClient

from services.gateway.facts.intake import followers
from services.kernel.settings import load
from services.kernel.stream import relay
from services.kernel.stream import run as stream_run
from services.kernel.stream.kafka_client import TopicEnds
from services.kernel.stream.options import kafka_options
from services.kernel.stream.relay import TopicChanged
from services.kernel.stream.run import run_relay
from services.kernel.stream.threaded import BrokerAway
from tests.bureau import ROOMS, open_bureau
from tests.kernel.stream.conftest import unseen

pytestmark = pytest.mark.kafka


@pytest.fixture
async def bureau(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ROOMS) as opened:
        yield opened


@pytest.fixture
def own_topics(monkeypatch, topic):
    """Topics of this test alone."""
    name = lambda room: f"{topic}-{room}"  # noqa: E731
    monkeypatch.setattr(stream_run, "topic_of", name)
    monkeypatch.setattr("services.gateway.facts.intake.topic_of", name)


async def _facts(pool) -> list[tuple]:
    rows = await pool.fetch("select * from facts order by room, pos")
    return [tuple(row) for row in rows]


async def _follow(bureau, settings, expected: int) -> None:
    app = bureau.apps["gateway"]
    made = followers(settings, app.state.http, app.state.pool)
    for _ in range(100):
        for follower in made:
            with suppress(BrokerAway):  # A topic not made yet: the follower's own loop waits too.
                await follower.step(1)
        if await app.state.pool.fetchval("select count(*) from facts") >= expected:
            break
        await asyncio.sleep(0.05)
    for follower in made:
        await follower.source.close()


async def test_over_kafka_and_over_http_every_table_is_the_same(bureau, kafka_servers, own_topics):
    people = [await bureau.register(f"人{n}") for n in "甲乙丙丁戊己"]
    for person in people:
        await bureau.record("roster", person, "rank_awarded", "2021-06-01", rank="二级警司")
        await bureau.record("training", person, "course_passed", "2024-05-20", course="晋督训练")
    url = {f"{room.upper()}_DATABASE_URL": bureau.settings.database_url(room) for room in ROOMS}
    over_kafka = load(
        JINGHENG_HOME=str(bureau.settings.home),
        JINGHENG_PORT_BASE=bureau.settings.port_base,
        KAFKA_BOOTSTRAP_SERVERS=kafka_servers,
        KAFKA_PARTITIONS=4,
        **url,
    )
    stop = asyncio.Event()
    relays = [
        asyncio.create_task(run_relay(room, over_kafka, stop, unseen(room))) for room in ROOMS[:3]
    ]
    await _follow(bureau, over_kafka, 18)
    pool = bureau.apps["gateway"].state.pool
    kafka = await _facts(pool)
    places = await pool.fetch("select room, pos, chain from followed order by room")
    await pool.execute("delete from facts")
    await pool.execute("delete from followed")
    await _follow(bureau, bureau.settings, 18)
    stop.set()
    await asyncio.wait_for(asyncio.gather(*relays), 20)

    assert len(kafka) == 18
    assert await _facts(pool) == kafka
    again = await pool.fetch("select room, pos, chain from followed order by room")
    assert [tuple(row) for row in again if row["pos"]] == [
        tuple(row) for row in places if row["pos"]
    ]


async def test_a_topic_wiped_behind_an_idle_relay_is_noticed_and_filled_again(
    bureau, kafka_servers, own_topics, topic, monkeypatch
):
    monkeypatch.setattr(relay, "LOOK_SECONDS", 0.5)
    await bureau.register()
    settings = load(
        JINGHENG_HOME=str(bureau.settings.home),
        KAFKA_BOOTSTRAP_SERVERS=kafka_servers,
        KAFKA_PARTITIONS=4,
        ROSTER_DATABASE_URL=bureau.settings.database_url("roster"),
    )
    head = (await bureau.apps["roster"].state.log.head()).pos

    async def until_filled(running: "asyncio.Task[None]") -> None:
        while await _end(settings, f"{topic}-roster") != head:
            assert not running.done(), running
            await asyncio.sleep(0.1)

    begin = lambda: asyncio.create_task(run_relay("roster", settings, stop, unseen("roster")))  # noqa: E731
    stop = asyncio.Event()
    running = begin()
    await until_filled(running)
    with KafkaAdminClient(bootstrap_servers=kafka_servers) as admin:
        await asyncio.to_thread(admin.delete_topics, [f"{topic}-roster"])
    with pytest.raises((TopicChanged, BrokerAway)):
        await asyncio.wait_for(running, 60)
    running = begin()  # As the supervisor does.
    await until_filled(running)
    stop.set()
    await asyncio.wait_for(running, 20)


async def _end(settings, topic: str) -> int:
    """What a subscriber sees as the last position; 0 when there is nothing, or no topic."""
    ends = TopicEnds(kafka_options(settings), topic)
    try:
        await ends.start()
        tail = await ends.tail()
    except BrokerAway:
        return 0
    finally:
        await ends.close()
    return tail.pos if tail else 0
