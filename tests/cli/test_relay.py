"""relay: ends with one line and code 1 when the broker is away; the supervisor begins again."""

import asyncio
import os
import sys

from services.cli.app import main
from services.kernel.settings import REPOSITORY
from services.kernel.stream.threaded import Hung


def test_an_unknown_room_is_a_usage_error():
    assert main(["relay", "palace"]) == 2


async def test_without_a_broker_it_ends_and_says_why(fresh_database, tmp_path):
    environment = os.environ | {
        "TRAINING_DATABASE_URL": await fresh_database("training"),
        "JINGHENG_HOME": str(tmp_path),
        "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.cli",
        "relay",
        "training",
        env=environment,
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await asyncio.wait_for(process.communicate(), 90)

    assert process.returncode == 1
    assert b"relay_stopped" in told
    assert b"BrokerAway" in told


def test_a_client_that_hangs_does_not_keep_the_process(monkeypatch):
    async def hang(*_):
        raise Hung("no answer")

    ended = []
    monkeypatch.setattr("services.kernel.stream.run.run_relay", hang)
    monkeypatch.setattr(os, "_exit", ended.append)

    assert main(["relay", "roster"]) == 1
    assert ended == [1]
