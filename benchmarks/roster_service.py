"""The real roster service and the development issuer as processes, for as long as a load lasts."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from services.kernel.embedded import port
from services.kernel.settings import REPOSITORY, Settings, load


async def started(
    words: list[str], environment: dict[str, str], at: int
) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        env=os.environ | environment,
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    for _ in range(300):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", at)
            writer.close()
            return process
        await asyncio.sleep(0.1)
    raise RuntimeError(f"{words} did not start")


@asynccontextmanager
async def roster_service(url: str, home: Path) -> AsyncIterator[tuple[Settings, int]]:
    """Its settings, and the port it listens on; `url` is the roster's database."""
    at, base = port.any_free(), 42_000
    settings = load(JINGHENG_HOME=str(home), JINGHENG_PORT_BASE=base)
    environment = {
        "JINGHENG_HOME": str(home),
        "JINGHENG_PORT_BASE": str(base),
        "JINGHENG_LOG_LEVEL": "warning",
        "ROSTER_DATABASE_URL": url,
    }
    issuer = await started(["-m", "services.cli", "issuer"], environment, settings.port("issuer"))
    words = ["-m", "services.cli", "serve", "roster", "--port", str(at)]
    service = await started(words, environment, at)
    try:
        yield settings, at
    finally:
        for process in (service, issuer):
            process.terminate()
            await process.wait()
