"""The example subscribers do what the guide says on a real broker: count, drop, stop at holes."""

import asyncio
import json
import shutil
import sys
from pathlib import Path

import pytest

from services.kernel.embedded import kafka
from services.kernel.stream.kafka_client import Publisher
from services.kernel.stream.topics import Topics
from tests.kernel.samples import chained, changed
from tests.kernel.stream.conftest import kafka_servers, topic  # noqa: F401  fixtures

pytestmark = pytest.mark.kafka
HERE = Path(__file__).parents[2] / "examples" / "subscriber"


def _events(people: int, each: int):
    log = chained(people * each)
    return [
        changed(event, subject=f"p{n % people}", subject_seq=n // people + 1)
        for n, event in enumerate(log)
    ]


async def _publish(servers: str, topic: str, events) -> None:  # noqa: F811
    options = {"bootstrap_servers": [servers]}
    topics, publisher = Topics(options), Publisher(options, topic)
    await topics.ensure(topic, partitions=3, replication=1)
    await publisher.start()
    await publisher.publish(events)
    await publisher.close()
    await topics.close()


async def _run(*words: str) -> tuple[int, dict]:
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert out, err.decode()
    return process.returncode or 0, json.loads(out.splitlines()[-1])


def _python(servers: str, topic: str, state: Path) -> tuple[str, ...]:  # noqa: F811
    program = str(HERE / "subscriber.py")
    words = ("--servers", servers, "--topic", topic, "--state", str(state), "--idle", "3")
    return (sys.executable, program, *words)


def _java(servers: str, topic: str) -> tuple[str, ...]:  # noqa: F811
    jars = f"{kafka.jars()}/*"
    return ("java", "-cp", jars, str(HERE / "Subscriber.java"), servers, topic, "3")


async def test_both_count_every_fact_once_though_some_came_twice(kafka_servers, topic, tmp_path):  # noqa: F811
    if shutil.which("java") is None:
        pytest.skip("no Java here for the Java subscriber")
    events = _events(5, 6)
    await _publish(kafka_servers, topic, [*events, *events[:7]])
    expected = (0, {"people": 5, "facts": 30, "held": []})

    assert await _run(*_python(kafka_servers, topic, tmp_path / "s.db")) == expected
    assert await _run(*_python(kafka_servers, topic, tmp_path / "s.db")) == expected
    assert await _run(*_java(kafka_servers, topic)) == expected


async def test_a_hole_stops_that_person_and_nobody_else(kafka_servers, topic, tmp_path):  # noqa: F811
    events = [event for event in _events(3, 4) if (event.subject, event.subject_seq) != ("p1", 2)]
    await _publish(kafka_servers, topic, events)
    code, told = await _run(*_python(kafka_servers, topic, tmp_path / "s.db"))

    assert code == 1
    assert told == {"people": 3, "facts": 9, "held": [["p1", 2]]}
