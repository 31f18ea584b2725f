"""Work on what strangers send, in a process of its own that ends when it takes too much."""

import asyncio
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Spent(Exception):
    """Out of time or memory, or whatever else ended it: there is no answer."""


async def ask(module: str, words: Sequence[str], data: bytes, *, seconds: float) -> Any:  # noqa: ANN401  JSON
    """What `python -m module words...` answers in JSON to these bytes. Raises Spent.

    The module calls `limit` before it looks at them. It is given none of our environment.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *words,
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(data)
    except TimeoutError:
        raise Spent from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Spent
    return json.loads(said)


def limit(memory_bytes: int, cpu_seconds: int) -> None:
    """For this process and for good. It can write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
