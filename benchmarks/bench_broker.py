"""A real broker of its own for one benchmark run."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from services.kernel.embedded import kafka, port


@asynccontextmanager
async def broker() -> AsyncIterator[str]:
    """Its `host:port`. Raises Problem where there is no Java."""
    folder = Path(tempfile.mkdtemp(prefix="jh-bench-kafka-"))
    number = port.any_free()
    planned = await asyncio.to_thread(kafka.prepare, folder, number, port.any_free())
    process = subprocess.Popen(  # noqa: ASYNC220  ends with the benchmark
        planned.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", number)
                writer.close()
                break
            await asyncio.sleep(0.1)
        yield f"127.0.0.1:{number}"
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)
        shutil.rmtree(folder, ignore_errors=True)
