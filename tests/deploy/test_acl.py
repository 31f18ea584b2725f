"""The runbook's own ACL commands on a broker with its authorizer: who may do what, no more."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError

from services.kernel.embedded import kafka
from services.kernel.settings import REPOSITORY
from services.kernel.stream.group_reader import GroupReader
from services.kernel.stream.kafka_client import Publisher, TopicEnds
from services.kernel.stream.options import kafka_options
from services.kernel.stream.threaded import NotLetIn
from services.kernel.stream.topics import Topics
from tests.deploy.compose import ROOT
from tests.kernel.samples import chained
from tests.kernel.stream.conftest import secured  # noqa: F401  a fixture
from tests.kernel.stream.secured import DEPLOY

pytestmark = pytest.mark.kafka
PROGRAMS = {
    "kafka-acls.sh": "org.apache.kafka.tools.AclCommand",
    "kafka-configs.sh": "kafka.admin.ConfigCommand",
}
PEOPLE = ("relay", "gateway", "finance")


def _tools() -> str:
    """Kafka's own scripts are one jar more than a broker needs; got once by Maven."""
    folder = kafka.jars().parent.parent / "kafka-tools" / kafka.VERSION
    if not any(folder.glob("*.jar")):
        if shutil.which("mvn") is None:
            pytest.skip("Kafka's command-line tools are not here, and Maven is not installed")
        plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
        what = f"-Dartifact=org.apache.kafka:kafka-tools:{kafka.VERSION}"
        subprocess.run(
            ["mvn", "-q", "-B", plugin, what, f"-DoutputDirectory={folder}"],
            check=True,
            timeout=300,
        )
    return f"{kafka.jars()}/*:{folder}/*"


@pytest.fixture
def permitted(secured, tmp_path):  # noqa: F811
    """The broker after somebody has run every command of the runbook, as it stands there."""
    if not (classpath := _tools()):
        pytest.skip("no tools")
    for name, main in PROGRAMS.items():
        script = tmp_path / name
        java = " ".join(kafka._JAVA[:1] + kafka._JAVA[2:])
        script.write_text(f'#!/bin/sh\nexec {java} -cp "{classpath}" {main} "$@"\n')
        script.chmod(0o755)
    for name in PEOPLE:
        (tmp_path / name).write_text(f"{name}-secret")
    admin = (DEPLOY / "admin.properties").read_text().replace("CHANGE-ME", "admin-secret")
    (tmp_path / "admin").write_text(admin.replace("/etc/kafka", str(secured.home)))
    runbook = (ROOT / "deploy" / "runbook.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh acl\n(.*?)```", runbook, re.DOTALL)
    assert len(blocks) == 2
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks)],
        env={
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "SERVERS": secured.servers,
            "ADMIN": str(tmp_path / "admin"),
            "PASSWORDS": str(tmp_path),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return secured


async def _relayed(options, topic: str, count: int) -> None:
    topics, publisher, ends = Topics(options), Publisher(options, topic), TopicEnds(options, topic)
    await topics.ensure(topic, partitions=2, replication=1)
    await publisher.start()
    await ends.start()
    if await ends.tail() is None:
        await publisher.publish(chained(count))
    for client in (topics, publisher, ends):
        await client.close()


async def test_relay_writes_subscriber_reads_its_topic_and_nobody_does_more(permitted, tmp_path):
    relay = kafka_options(permitted.settings("relay"))
    for topic in ("roster.events", "decision.events"):
        await _relayed(relay, topic, 4)
    for other in ("palace.events", "relay.events"):
        with pytest.raises(NotLetIn, match="not permitted: .*deploy/runbook.md"):
            await _relayed(relay, other, 1)

    assert await _followed(kafka_options(permitted.settings("gateway"))) == 4
    finance = kafka_options(permitted.settings("finance"))
    assert await asyncio.to_thread(_subscriber, permitted, finance, tmp_path) == 4
    await asyncio.to_thread(_reads_nothing_else, finance)
    for user in ("finance", "gateway"):
        await asyncio.to_thread(_writes_nothing, kafka_options(permitted.settings(user)))
        with pytest.raises(NotLetIn, match="TransactionalIdAuthorizationFailed"):
            await _publishing(kafka_options(permitted.settings(user)))


async def _followed(options) -> int:
    """The gateway's own reader, in its own group."""
    reader, found = GroupReader(options, "roster.events", "gateway-facts.roster.events"), 0
    await reader.start()
    for _ in range(60):
        found += sum(map(len, (await reader.poll(0.25)).items.values()))
        if found >= 4:
            break
    await reader.close()
    return found


async def _publishing(options) -> None:
    publisher = Publisher(options, "roster.events")
    try:
        await publisher.start()
    finally:
        await publisher.close()


def _subscriber(permitted, options, tmp_path) -> int:
    """The guide's own program, as another system would run it."""
    more = {name: value for name, value in options.items() if name != "bootstrap_servers"}
    (tmp_path / "options.json").write_text(json.dumps(more))
    program = REPOSITORY / "examples" / "subscriber" / "subscriber.py"
    words = ["--servers", permitted.servers, "--topic", "roster.events", "--idle", "2"]
    words += ["--state", str(tmp_path / "s.db"), "--options", str(tmp_path / "options.json")]
    done = subprocess.run(
        [sys.executable, program, *words], check=True, capture_output=True, timeout=60
    )
    return json.loads(done.stdout.splitlines()[-1])["facts"]


def _reads_nothing_else(options) -> None:
    """kafka-python refuses a topic it may not see, or (metadata first) says nothing of it."""
    with KafkaConsumer(**options) as consumer:
        consumer.assign([TopicPartition("decision.events", n) for n in range(2)])
        with suppress(TopicAuthorizationFailedError):
            assert not any(consumer.poll(timeout_ms=500) for _ in range(4))
    with KafkaConsumer(**options) as consumer:
        assert consumer.topics() == {"roster.events"}
    stranger = KafkaConsumer("roster.events", **options, group_id="gateway-facts")
    with stranger, pytest.raises(GroupAuthorizationFailedError):
        stranger.poll(timeout_ms=10_000)


def _writes_nothing(options) -> None:
    # Without idempotence: or it would be refused before the topic is even asked for.
    producer = KafkaProducer(**options, max_block_ms=5_000, enable_idempotence=False)
    with producer, pytest.raises(TopicAuthorizationFailedError):
        producer.send("roster.events", b"{}").get(timeout=10)
