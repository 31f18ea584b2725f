"""Process: one room's log to its topic, a page a transaction, from wherever the topic ends."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from services.kernel.event import Recorded
from services.kernel.store.failpoint import failpoint

PAGE_EVENTS = 5_000  # A commit costs the same for few and for many.
PAGE_EVENTS_MIN, PAGE_BYTES = 50, 4_000_000  # What is in flight at once is bounded either way.
IDLE_SECONDS = 0.1
LOOK_SECONDS = 15.0  # Between two looks at the topic while there is nothing to carry.
_log = structlog.get_logger("jingheng.relay")


class TopicChanged(Exception):
    """The topic does not end where this relay left it: begin again from what it holds now."""


class RelayForked(Exception):
    """The topic holds a history this log does not continue: restored, or not the same log.

    Nothing is published until somebody decides which is right (deploy/runbook.md).
    """


class LogPort(Protocol):
    async def page(self, after: int, limit: int) -> list[Recorded]: ...

    async def link_at(self, pos: int) -> bytes | None: ...


class TailPort(Protocol):
    @property
    def pos(self) -> int: ...

    @property
    def chain(self) -> str: ...


class PublisherPort(Protocol):
    async def publish(self, events: list[Recorded]) -> None: ...


class WatchPort(Protocol):
    def takes(self, oldest: datetime) -> None: ...

    def turned(self, place: int) -> None: ...


class Unwatched:
    """Where nobody asks how it goes."""

    def takes(self, oldest: datetime) -> None:
        pass

    def turned(self, place: int) -> None:
        pass


@dataclass(slots=True)
class Relay:
    """Carries pages over; keeps nothing but the place, which the topic itself remembers."""

    room: str
    log: LogPort
    publisher: PublisherPort
    place: int
    watch: WatchPort = field(default_factory=Unwatched)
    tail: Callable[[], Awaitable[TailPort | None]] | None = None  # What the topic ends with.
    _limit: int = field(default=500, init=False)

    async def step(self) -> int:
        """Publish the next page; how many events it had. Any failure ends the relay."""
        page = await self.log.page(self.place, self._limit)
        if not page:
            self.watch.turned(self.place)
            return 0
        self.watch.takes(page[0].recorded_at)
        self._limit = _as_many_as_fit(page)
        failpoint("relay_after_fetch")
        await self.publisher.publish(page)
        failpoint("relay_after_commit")
        self.place = page[-1].pos
        self.watch.turned(self.place)
        return len(page)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop, or the first failure: then begin again from the topic's tail.

        A topic wiped behind its back is seen while there is nothing to carry; else by a failure.
        """
        idle = 0.0
        while not stop.is_set():
            if await self.step():
                idle = 0.0
                continue
            idle += IDLE_SECONDS
            if idle >= LOOK_SECONDS:
                idle = 0.0
                await self._look()
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue

    async def _look(self) -> None:
        if self.tail is None:
            return
        tail = await self.tail()
        found = 0 if tail is None else tail.pos
        if found != self.place:
            raise TopicChanged(
                f"{self.room}: the topic ends at {found}, {self.place} was published"
            )


def _as_many_as_fit(page: list[Recorded]) -> int:
    """Events for the next page, if they are of the size of these."""
    size = sum(len(event.data) for event in page)
    return max(PAGE_EVENTS_MIN, min(PAGE_EVENTS, PAGE_BYTES * len(page) // max(size, 1)))


async def place_from_tail(room: str, log: LogPort, tail: TailPort | None, first: int | None) -> int:
    """Where to go on. `first` is the lowest position in the topic.

    Raises RelayForked when the topic's end is not a place of this log, or its beginning is gone:
    then somebody made the topic anew behind a relay's back, and must make it anew once more.
    """
    if tail is None:
        return 0
    if first != 1:
        raise RelayForked(
            f"{room}: the topic begins at {first}, not at 1: delete and fill it again"
        )
    link = await log.link_at(tail.pos)
    if link is None:
        raise RelayForked(f"{room}: the topic ends at {tail.pos}, the log does not reach it")
    if link.hex() != tail.chain:
        raise RelayForked(f"{room}: position {tail.pos} has another chain in the topic")
    _log.info("relay_continues", room=room, place=tail.pos)
    return tail.pos
