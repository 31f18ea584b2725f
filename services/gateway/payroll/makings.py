"""Work that may outlive the request that asked for it: asked again, it is found done."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
KEPT_MAX = 4  # Results nobody has come back for.


class Makings:
    """One task a key. A caller who is cut off leaves it running for the next one."""

    def __init__(self) -> None:
        """Nothing is being made."""
        self._tasks: dict[Hashable, asyncio.Task[Any]] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.ensure_future(make())
            self._forget_old()
        try:
            result: T = await asyncio.shield(task)
        finally:
            if task.done():
                self._tasks.pop(key, None)
        return result

    def begin(self, key: Hashable, make: Callable[[], Awaitable[Any]]) -> None:
        """So that whoever asks for it later finds it begun, or done."""
        if key not in self._tasks:
            task = self._tasks[key] = asyncio.ensure_future(make())
            task.add_done_callback(_ended)
            self._forget_old()

    def _forget_old(self) -> None:
        done = [key for key, task in self._tasks.items() if task.done()]
        for key in done[: max(len(self._tasks) - KEPT_MAX, 0)]:
            del self._tasks[key]

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, Exception):
                await task


def _ended(task: "asyncio.Task[Any]") -> None:
    if not task.cancelled():
        task.exception()  # Told to whoever asks for the result; nobody may.
