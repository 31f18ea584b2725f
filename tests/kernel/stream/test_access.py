"""On a broker with TLS and SCRAM: all four clients get in; who does not is told why in one line."""

import asyncio
import json
import os
import sys
from contextlib import suppress

import pytest

from services.gateway.facts.intake import followers
from services.kernel.settings import REPOSITORY
from services.kernel.stream.access import check_access
from services.kernel.stream.group_reader import GroupReader
from services.kernel.stream.kafka_client import Publisher
from services.kernel.stream.options import kafka_options
from services.kernel.stream.run import run_relay
from services.kernel.stream.threaded import BrokerAway, NotLetIn
from services.kernel.stream.topics import Topics
from tests.bureau import open_bureau
from tests.kernel.samples import chained
from tests.kernel.stream.conftest import unseen

pytestmark = pytest.mark.kafka
WRONG = {
    "password": (
        {"KAFKA_SASL_PASSWORD": "x"},
        "KAFKA_SASL_USERNAME=admin is refused, name or KAFKA_SASL_PASSWORD is wrong",
    ),
    "user": ({"KAFKA_SASL_USERNAME": "nobody"}, "KAFKA_SASL_USERNAME=nobody is refused"),
    "unknown CA": ({"KAFKA_SSL_CAFILE": "{home}/other.pem"}, "not one that KAFKA_SSL_CAFILE"),
    "mechanism": ({"KAFKA_SASL_MECHANISM": "PLAIN"}, "KAFKA_SASL_MECHANISM=PLAIN is not switched"),
    "no TLS": ({"KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT"}, "another protocol than"),
    "nothing at all": ({"KAFKA_SECURITY_PROTOCOL": "PLAINTEXT"}, "another protocol than"),
    "no name": ({"KAFKA_SECURITY_PROTOCOL": "SSL"}, "another protocol than"),
}


async def test_topics_publisher_and_reader_get_in(secured, topic):
    options = kafka_options(secured.settings("admin"))
    topics, publisher = Topics(options), Publisher(options, topic)
    reader = GroupReader(options, topic, topic)
    await topics.ensure(topic, partitions=2, replication=1)
    await publisher.start()
    events = chained(3)
    await publisher.publish(events)
    await reader.start()
    found = []
    for _ in range(60):
        batch = await reader.poll(0.25)
        found += [item for items in batch.items.values() for item in items]
        if len(found) == 3:
            break
    for client in (topics, publisher, reader):
        await client.close()

    assert sorted(found, key=lambda event: event.pos) == events


@pytest.mark.parametrize("what", WRONG)
def test_who_is_not_let_in_is_told_which_variable_is_at_fault(secured, what):
    changed, said = WRONG[what]
    given = {name: value.format(home=secured.home) for name, value in changed.items()}
    with pytest.raises(NotLetIn) as told:
        check_access(kafka_options(secured.settings("admin", **given)))

    assert said in str(told.value)
    assert secured.servers in str(told.value)
    assert "-secret" not in str(told.value)


def test_a_broker_that_is_away_is_not_a_refusal():
    check_access({"bootstrap_servers": ["127.0.0.1:9"], "security_protocol": "SASL_SSL"})


async def _until(words: list[str], environment: dict[str, str], line: bytes) -> list[bytes]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.cli", *words),
        env=os.environ | environment,
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    told: list[bytes] = []
    try:
        async with asyncio.timeout(60):
            while not told or line not in told[-1]:
                told.append(await process.stdout.readline())
                assert told[-1], told
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
    return told


@pytest.fixture
async def rooms(fresh_database, tmp_path):
    return {
        "JINGHENG_HOME": str(tmp_path),
        "TRAINING_DATABASE_URL": await fresh_database("training"),
        "KAFKA_PARTITIONS": "2",
    }


async def test_the_relay_leads_over_tls_by_its_environment_alone(secured, rooms):
    told = await _until(["relay", "training"], rooms | secured.environment("admin"), b"relay_leads")

    assert json.loads(told[-1])["topic"] == "training.events"


@pytest.mark.parametrize("what", ["password", "unknown CA"])
async def test_the_relay_ends_with_one_line(secured, rooms, what):
    changed, said = WRONG[what]
    told = rooms | secured.environment("admin")
    for name, value in changed.items():
        told |= {name: value.format(home=secured.home)}
        told.pop(f"{name}_FILE", None)
    (line,) = await _until(["relay", "training"], told, said.encode())

    assert json.loads(line)["condition"] == "NotLetIn"
    assert b"-secret" not in line


async def test_the_follower_takes_over_tls_and_says_in_one_line_why_it_cannot(
    fresh_database, tmp_path, secured, topic, monkeypatch, capsys
):
    monkeypatch.setattr("services.gateway.facts.intake.topic_of", lambda _room: topic)
    monkeypatch.setattr("services.kernel.stream.run.topic_of", lambda _room: topic)
    async with open_bureau(fresh_database, tmp_path, ["roster", "gateway"]) as bureau:
        url = {f"{r.upper()}_DATABASE_URL": bureau.settings.database_url(r) for r in bureau.apps}
        url |= {"JINGHENG_PORT_BASE": str(bureau.settings.port_base)}
        url |= {"JINGHENG_HOME": str(bureau.settings.home)}
        await bureau.register()
        state, stop = bureau.apps["gateway"].state, asyncio.Event()
        admin = secured.settings("admin", **url)
        relay = asyncio.create_task(run_relay("roster", admin, stop, unseen("roster")))
        wrong, *_ = followers(
            secured.settings("admin", KAFKA_SASL_PASSWORD="x", **url), state.http, state.pool
        )
        waiting, said = asyncio.create_task(wrong.run(stop)), ""
        while "source_away" not in said:
            await asyncio.sleep(0.05)
            said += capsys.readouterr().out
        right, *_ = followers(secured.settings("admin", **url), state.http, state.pool)
        for _ in range(100):
            with suppress(BrokerAway):
                if await right.step(1):
                    break
        stop.set()
        await asyncio.wait_for(asyncio.gather(relay, waiting), 20)
        await right.source.close()

        assert await state.pool.fetchval("select count(*) from facts") == 1
        line = next(line for line in said.splitlines() if "source_away" in line)
        assert WRONG["password"][1] in line
