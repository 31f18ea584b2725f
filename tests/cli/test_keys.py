"""`keys rotate` on a demonstration's own files: a new generation, and a line in the access log."""

import asyncio
import json
import os
import subprocess
import sys

import asyncpg

from services.kernel.protect.keks import read
from services.kernel.settings import REPOSITORY


def _rotate(environment):
    done = subprocess.run(
        [sys.executable, "-m", "services.cli", "keys", "rotate", "--json"],
        cwd=REPOSITORY,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


async def test_the_command_rotates_and_says_so_in_the_log(fresh_database, tmp_path):
    url = await fresh_database("keys")
    environment = dict(os.environ) | {"JINGHENG_HOME": str(tmp_path), "KEYS_DATABASE_URL": url}
    told = [await asyncio.to_thread(_rotate, environment) for _ in range(2)]
    assert [one["generation"] for one in told] == [2, 3]
    assert list(read(tmp_path / "secrets" / "kek.generations").by_generation) == [3]
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("select type, data->>'generation' as g from events order by pos")
    await connection.close()
    assert [(r["type"], r["g"]) for r in rows] == [
        ("keys.kek_rotated.v1", "2"),
        ("keys.kek_rotated.v1", "3"),
    ]
