"""A room's log taken from its topic: partitions merged back into the one dense order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Protocol

from services.kernel.cloudevent import Malformed
from services.kernel.event import Recorded
from services.kernel.follow.place import Condition, SourceHead, Stopped

HELD_EVENTS_MAX = 200_000  # Ahead of a missing one; more than this and it will not come.
MISSING_SECONDS_MAX = 20.0  # An event others have overtaken for so long is lost, not late.


class ReaderPort(Protocol):
    """What is needed of a topic's reader; raises SourceAway while the broker is not there."""

    async def start(self) -> None: ...

    async def seek_to(self, instant: datetime | None) -> None: ...

    async def poll(self, seconds: float) -> list[Recorded]: ...


@dataclass(slots=True)
class KafkaSource:
    """The Source of a follower, over Kafka: same events, same order, same place as over HTTP.

    A position is given out once and in turn whatever partition it came by; records that come
    again are dropped when they are the same and stop the follower when they are not.
    """

    room: str
    reader: ReaderPort
    ask_head: Callable[[], Awaitable[SourceHead]]  # Over HTTP: the room itself is the truth.
    found_at: Callable[[], Awaitable[datetime | None]]  # Recording time of the last event taken.
    seconds: Callable[[], float] = monotonic
    _held: dict[int, Recorded] = field(default_factory=dict)
    _next: int | None = None
    _waiting_since: float | None = None

    async def head(self) -> SourceHead:
        return await self.ask_head()

    async def page(self, after: int, wait_seconds: int) -> list[Recorded]:
        """The events that follow `after` without a hole, as far as they have arrived."""
        await self.reader.start()
        if self._next != after + 1:
            self._held.clear()
            await self.reader.seek_to(await self.found_at() if after else None)
            self._next = after + 1
        deadline = self.seconds() + wait_seconds
        while True:
            await self._take(after, max(0.05, min(0.5, deadline - self.seconds())))
            page = self._run_from(after + 1)
            if page or self.seconds() >= deadline:
                self._next = after + 1 + len(page)
                return page
            self._watch(after + 1)

    async def _take(self, after: int, seconds: float) -> None:
        try:
            events = await self.reader.poll(seconds)
        except Malformed as fault:
            raise Stopped(Condition.MALFORMED, f"{self.room} after {after}: {fault}") from fault
        for event in events:
            if event.pos <= after:
                continue
            known = self._held.setdefault(event.pos, event)
            if known.chain != event.chain:
                raise Stopped(
                    Condition.FORK, f"{self.room}: position {event.pos} came with two contents"
                )
        if len(self._held) > HELD_EVENTS_MAX:
            raise Stopped(Condition.LOSS, f"{self.room}: {after + 1} is missing from the topic")

    def _run_from(self, pos: int) -> list[Recorded]:
        page = []
        while pos in self._held:
            page.append(self._held.pop(pos))
            pos += 1
        if page:
            self._waiting_since = None
        return page

    def _watch(self, missing: int) -> None:
        """Raises Stopped when later events are here and this one has not come for long."""
        if not self._held:
            self._waiting_since = None
            return
        if self._waiting_since is None:
            self._waiting_since = self.seconds()
        elif self.seconds() - self._waiting_since > MISSING_SECONDS_MAX:
            raise Stopped(Condition.LOSS, f"{self.room}: {missing} is missing from the topic")
