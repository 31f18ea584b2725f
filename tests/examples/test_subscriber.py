"""The example subscribers do what the guide says on a real broker: count, drop, stop at holes."""

import asyncio
import json
import shutil
import sys
from pathlib import Path

import pytest
from kafka import KafkaProducer

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
    words = ("--servers", servers, "--topic", topic, "--state", str(state), "--idle", "1")
    return (sys.executable, program, *words)


def _java(servers: str, topic: str) -> tuple[str, ...]:  # noqa: F811
    jars = f"{kafka.jars()}/*"
    return ("java", "-cp", jars, str(HERE / "Subscriber.java"), servers, topic, "1")


async def test_both_count_every_fact_once_though_some_came_twice(kafka_servers, topic, tmp_path):  # noqa: F811
    if shutil.which("java") is None:
        pytest.skip("no Java here for the Java subscriber")
    events = _events(5, 6)
    await _publish(kafka_servers, topic, [*events, *events[:7]])
    expected = (0, {"people": 5, "facts": 30, "held": [], "refused": 0})

    assert await _run(*_python(kafka_servers, topic, tmp_path / "s.db")) == expected
    assert await _run(*_python(kafka_servers, topic, tmp_path / "s.db")) == expected
    assert await _run(*_java(kafka_servers, topic)) == expected


async def test_a_hole_stops_that_person_and_nobody_else_until_it_is_filled(
    kafka_servers,  # noqa: F811
    topic,  # noqa: F811
    tmp_path,
):
    events = _events(3, 4)
    missing = next(e for e in events if (e.subject, e.subject_seq) == ("p1", 2))
    await _publish(kafka_servers, topic, [event for event in events if event is not missing])
    words = _python(kafka_servers, topic, tmp_path / "s.db"), _java(kafka_servers, topic)
    holed = (1, {"people": 3, "facts": 9, "held": [["p1", 2]], "refused": 0})
    assert [await _run(*each) for each in words] == [holed, holed]
    await _publish(kafka_servers, topic, [missing])

    whole = (0, {"people": 3, "facts": 12, "held": [], "refused": 0})
    assert [await _run(*each) for each in words] == [whole, whole]


async def test_what_is_no_event_is_put_aside_and_told(kafka_servers, topic, tmp_path):  # noqa: F811
    events = _events(2, 3)
    await _publish(kafka_servers, topic, events)
    as_ours = [("ce_subject", b"p0"), ("ce_type", b"x"), ("ce_effectiveon", b"2024-01-01")]
    await _send(kafka_servers, topic, b"no headers", [])
    await _send(kafka_servers, topic, b"{}", [*as_ours, ("ce_id", b"a"), ("ce_subjectseq", b"one")])
    await _send(kafka_servers, topic, b"{}", [*as_ours, ("ce_id", b"b"), ("ce_subjectseq", b"2")])
    await _send(kafka_servers, topic, None, [*as_ours, ("ce_id", b"c"), ("ce_subjectseq", b"4")])
    expected = (1, {"people": 2, "facts": 6, "held": [], "refused": 4})

    assert await _run(*_python(kafka_servers, topic, tmp_path / "s.db")) == expected
    assert await _run(*_java(kafka_servers, topic)) == expected


async def test_a_slow_subscriber_does_not_take_its_own_work_for_the_end(
    kafka_servers,  # noqa: F811
    topic,  # noqa: F811
    tmp_path,
):
    await _publish(kafka_servers, topic, _events(4, 150))
    words = _python(kafka_servers, topic, tmp_path / "s.db")
    slow = "import time, sqlite3, runpy, sys; real = sqlite3.connect\n"
    slow += "class Slow(sqlite3.Connection):\n"
    slow += " def __exit__(self, *all): time.sleep(0.005); return super().__exit__(*all)\n"
    slow += "sqlite3.connect = lambda path: real(path, factory=Slow)\n"
    slow += "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    code, told = await _run(words[0], "-c", slow, *words[1:-1], "0.1")

    assert (code, told["facts"]) == (0, 600)


async def _send(servers: str, topic: str, value: bytes | None, headers) -> None:  # noqa: F811
    """As somebody would who got hold of the relay's password."""

    def send() -> None:
        producer = KafkaProducer(bootstrap_servers=[servers])
        producer.send(topic, value, key=b"p0", headers=headers).get(20)
        producer.close()

    await asyncio.to_thread(send)
