"""One supervised process: ready, restarted, given up on, stopped with grace and without."""

import asyncio
import contextlib
import os
import signal

import pytest

from services.kernel.embedded import child as module
from services.kernel.embedded import pid_file
from services.kernel.embedded.child import Child, pid_path
from services.kernel.embedded.home import prepare
from tests.kernel.embedded import programs


@pytest.fixture
def home(open_folder, monkeypatch):
    monkeypatch.setattr(module, "BACKOFF_SECONDS_MIN", 0.05)
    prepare(open_folder / "h")
    return open_folder / "h"


@contextlib.asynccontextmanager
async def running(planned, home):
    child = Child(planned, home, lambda: None)
    task = asyncio.create_task(child.run())
    try:
        async with asyncio.timeout(20):
            await child.settled.wait()
        yield child
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await child.stop()


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  # The state changes in a task of its own.
            await asyncio.sleep(0.05)


async def test_it_is_ready_only_when_it_answers(home):
    planned = programs.web("a")
    async with running(planned, home) as child:
        assert child.state == "ready"
        assert await module.answers(planned.port, "/") is True
        assert await module.answers(planned.port, "/absent") is False
        assert pid_file.alive(pid_path(home, "a")).pid == child.pid
        assert os.getsid(child.pid) == child.pid
    assert child.state == "stopped"
    assert not pid_path(home, "a").exists()
    assert "GET /" in (home / "logs" / "a.log").read_text()


async def test_a_crash_is_followed_by_a_restart(home):
    async with running(programs.web("a"), home) as child:
        first = child.pid
        os.kill(first, signal.SIGKILL)
        await until(lambda: child.state == "ready" and child.pid != first)

        assert child.restarts == 1
        assert child.last_exit == -signal.SIGKILL
        assert pid_file.alive(pid_path(home, "a")).pid == child.pid


async def test_what_never_becomes_ready_is_given_up(home):
    async with running(programs.broken("a"), home) as child:
        assert child.state == "failed"
        assert child.last_exit == 3
        assert child.restarts == module.FIRST_STARTS_MAX


async def test_what_ignores_the_request_to_stop_is_killed(home):
    async with running(programs.stubborn("a"), home) as child:
        identity = pid_file.identify(child.pid)
    assert pid_file.wait_gone(identity, 1)


async def test_a_long_log_makes_room(home, monkeypatch):
    monkeypatch.setattr(module, "LOG_BYTES_MAX", 10)
    (home / "logs" / "a.log").write_text("x" * 11)
    async with running(programs.worker("a"), home):
        assert (home / "logs" / "a.log.1").read_text() == "x" * 11
