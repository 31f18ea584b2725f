"""One supervised process: started in its own session, awaited until ready, restarted, stopped."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from services.kernel.embedded import pid_file
from services.kernel.embedded.processes import ALIVE_SECONDS, Planned

READY_SECONDS_MAX = 60.0
FIRST_STARTS_MAX = 3  # Never once ready: it is misconfigured, and trying for ever hides that.
BACKOFF_SECONDS_MIN = 0.5
BACKOFF_SECONDS_MAX = 30.0
STEADY_SECONDS = 60.0  # Having run this long, the next crash is a new one.
LOG_BYTES_MAX = 10 * 2**20
_POLL_SECONDS = 0.1


class Child:
    """Its `state`: waiting, starting, ready, restarting, failed or stopped."""

    def __init__(self, planned: Planned, home: Path, changed: Callable[[], None]) -> None:
        self.planned = planned
        self.state = "waiting"
        self.pid: int | None = None
        self.restarts = 0
        self.last_exit: int | None = None
        self.settled = asyncio.Event()  # Ready for the first time, or failed.
        self._home = home
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        """Keep it alive until cancelled, or until it fails to become ready the first times."""
        backoff, was_ready = BACKOFF_SECONDS_MIN, False
        while True:
            born = time.monotonic()
            await self._start()
            if await self._became_ready():
                was_ready = True
                self._become("ready")
                self.settled.set()
            if self._process is not None:
                self.last_exit = await self._process.wait()
            self.restarts += 1
            if not was_ready and self.restarts >= FIRST_STARTS_MAX:
                self._become("failed")
                self.settled.set()
                return
            self._become("restarting")
            if time.monotonic() - born > STEADY_SECONDS:
                backoff = BACKOFF_SECONDS_MIN
            await asyncio.sleep(backoff)
            backoff = min(backoff * 2, BACKOFF_SECONDS_MAX)

    async def stop(self) -> None:
        """SIGTERM, the grace of its plan, then SIGKILL to its whole session."""
        process = self._process
        if process is not None and process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), self.planned.grace_seconds)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        pid_path(self._home, self.planned.name).unlink(missing_ok=True)
        self.pid = None
        self._become("stopped")

    async def _start(self) -> None:
        self._become("starting")
        log = self._home / "logs" / f"{self.planned.name}.log"
        _rotate(log)
        with log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self.planned.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=self._home,
                env=dict(os.environ) | dict(self.planned.environment),
            )
        self.pid = self._process.pid
        pid_file.write(pid_path(self._home, self.planned.name), self.pid)
        self._changed()

    async def _became_ready(self) -> bool:
        """False when it exits first; one that stays unready too long is killed."""
        end = time.monotonic() + READY_SECONDS_MAX
        process = self._process
        while process is not None and process.returncode is None:
            if self.planned.port is None:
                await asyncio.sleep(ALIVE_SECONDS)
                return process.returncode is None
            if await answers(self.planned.port, self.planned.ready_path):
                return True
            if time.monotonic() > end:
                process.kill()
                return False
            await asyncio.sleep(_POLL_SECONDS)
        return False

    def _become(self, state: str) -> None:
        self.state = state
        self._changed()


def pid_path(home: Path, name: str) -> Path:
    return home / "run" / f"{name}.pid"


async def answers(port: int, path: str | None, *, seconds: float = 2.0) -> bool:
    """True when 127.0.0.1 answers 200; without a path, when it accepts a connection.

    By hand, without an HTTP library: the supervisor stays small in memory.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                if path is None:
                    return True
                writer.write(request.encode("ascii"))
                status = await reader.readline()
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
    except (OSError, TimeoutError):
        return False
    return status.split(b" ")[1:2] == [b"200"]


def _rotate(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_BYTES_MAX:
            log.replace(log.with_suffix(".log.1"))
