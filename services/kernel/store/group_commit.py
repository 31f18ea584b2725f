"""Callers that append at the same time share one transaction: fewer waits, same guarantees."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

BATCH_MAX = 512


class GroupCommit(Generic[Item, Outcome]):
    """Collects items while a batch is being written, then writes all of them together.

    `write` answers one outcome or exception for each item, in order. When it raises for a
    batch, each item is tried by itself, so that one caller's fault is not everybody's.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Awaitable[Sequence[Outcome | Exception]]],
        *,
        share_failure: tuple[type[Exception], ...] = (),
    ) -> None:
        """`share_failure`: failures of the path itself; trying one by one would not help."""
        self._write = write
        self._share_failure = share_failure
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._runner: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Outcome:
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run(), name="group-commit")
        # A caller that goes away does not take its append back: it may be in the transaction.
        return await asyncio.shield(future)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH_MAX], self._waiting[BATCH_MAX:]
                await self._write_batch(batch)
        finally:
            self._runner = None

    async def _write_batch(self, batch: Sequence[tuple[Item, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await self._write([item for item, _ in batch])
        except self._share_failure as failure:
            for _, future in batch:
                _settle(future, failure)
        except Exception as failure:  # noqa: BLE001  handed to the caller it belongs to
            if len(batch) == 1:
                _settle(batch[0][1], failure)
                return
            for one in batch:
                await self._write_batch([one])
        else:
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _settle(future, outcome)


def _settle(future: "asyncio.Future[Outcome]", outcome: Outcome | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
        future.exception()  # A caller that left is not an unretrieved exception.
    else:
        future.set_result(outcome)
