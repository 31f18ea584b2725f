"""follow: a process that keeps up, and ends when told."""

import asyncio
import os
import signal
import sys

from services.cli.app import main
from services.kernel.settings import REPOSITORY


def test_only_the_gateway_follows(capsys):
    assert main(["follow", "roster"]) == 2


async def test_it_waits_for_rooms_that_are_away_and_ends_on_sigterm(fresh_database, tmp_path):
    environment = os.environ | {
        "GATEWAY_DATABASE_URL": await fresh_database("gateway"),
        "JINGHENG_HOME": str(tmp_path),
        "JINGHENG_PORT_BASE": "21987",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.cli",
        "follow",
        "gateway",
        env=environment,
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    told = b""
    while b"source_away" not in told:
        line = await asyncio.wait_for(process.stdout.readline(), 20)
        assert line, f"it ended instead of waiting: {told.decode()}"
        told += line
    process.send_signal(signal.SIGTERM)
    await process.stdout.read()

    assert await asyncio.wait_for(process.wait(), 10) == 0
