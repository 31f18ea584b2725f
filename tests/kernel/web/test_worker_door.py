"""The door of a worker: open while it works, its word is the pulse's, signals pass it by."""

import asyncio
import os
import signal
import time

import httpx
import pytest

from services.kernel.embedded import port
from services.kernel.pulse import Pulse
from services.kernel.web.worker_door import worker_door


async def _there(http: httpx.AsyncClient) -> None:
    for _ in range(100):
        try:
            await http.get("/health/ready")
        except httpx.ConnectError:
            await asyncio.sleep(0.02)
        else:
            return
    raise AssertionError("the door did not open")


async def test_it_says_who_is_still_at_it_and_shuts_with_the_work():
    number, pulse = port.any_free(), Pulse("relay-roster", ["roster"], time.monotonic)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{number}") as http:
        async with worker_door(pulse, "127.0.0.1", number):
            await _there(http)
            answer = await http.get("/health/ready")
            assert (answer.status_code, answer.json()["unmet"]) == (503, ["roster"])
            pulse.beat("roster")
            answer = await http.get("/health/ready")
            assert (answer.status_code, answer.json()["ready"]) == (200, True)
            assert "jingheng_worker_silent_seconds" in (await http.get("/metrics")).text
            assert (await http.get("/docs")).status_code == 404
        with pytest.raises(httpx.ConnectError):
            await http.get("/health/ready")


async def test_a_signal_is_still_heard_by_the_process():
    heard = asyncio.Event()
    loop, number = asyncio.get_running_loop(), port.any_free()
    loop.add_signal_handler(signal.SIGUSR1, heard.set)
    before = signal.getsignal(signal.SIGTERM)
    async with worker_door(Pulse("x", ["x"], time.monotonic), "127.0.0.1", number):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{number}") as http:
            await _there(http)
        assert signal.getsignal(signal.SIGTERM) is before
        os.kill(os.getpid(), signal.SIGUSR1)
        await asyncio.wait_for(heard.wait(), 5)
    loop.remove_signal_handler(signal.SIGUSR1)


async def test_without_a_port_there_is_no_door():
    async with worker_door(Pulse("x", ["x"], time.monotonic), "127.0.0.1", None):
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "worker-door"]
