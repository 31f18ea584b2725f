"""The one way a command becomes events: read, fold, decide, append, retry a lost race. Pure."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from services.kernel.errors import Kind, Refused, Text, refuse_moved
from services.kernel.event import Draft, Origin, Receipt, Recorded

State = TypeVar("State")
Command = TypeVar("Command", contravariant=True)  # noqa: PLC0105  the field's word

ATTEMPTS_MAX = 100  # Each lost race was won by somebody: so many can write to one file at once.


@dataclass(frozen=True, slots=True)
class StreamWrite:
    """Events for one stream, valid only if the stream is still at `expected_version`."""

    stream_id: str
    expected_version: int
    drafts: tuple[Draft, ...]


class VersionConflict(Exception):
    """Somebody else wrote to the stream since it was read."""

    def __init__(self, stream_id: str, expected: int, actual: int) -> None:
        super().__init__(f"{stream_id} is at version {actual}, not {expected}")
        self.stream_id = stream_id
        self.expected = expected
        self.actual = actual


class Withheld(Exception):
    """A room's read models, seen under the head row, say no: to one event, of one subject.

    Not a Refused, because a batch holds the commands of several callers: the store tries them one
    by one, and only the caller whose event it is gets the refusal.
    """

    def __init__(self, refused: Refused, subject: str) -> None:
        super().__init__(str(refused))
        self.refused = refused
        self.subject = subject


class EventStore(Protocol):
    """The port every room writes through. Contract: tests/kernel/store/test_contract.py."""

    async def read_stream(self, stream_id: str) -> list[Recorded]:
        """In version order."""
        ...

    async def read_streams(self, stream_ids: Sequence[str]) -> dict[str, list[Recorded]]:
        """Many at once, each in version order; those without events are empty."""
        ...

    async def append(self, origin: Origin, writes: Sequence[StreamWrite]) -> Receipt:
        """All writes or none, durable on return.

        The same `command_id` again gives the first receipt; with another body it raises Refused
        `idempotency_key_reused`. Raises VersionConflict when a stream has moved, and Withheld
        when the room's read models refuse an event.
        """
        ...

    async def receipt(self, origin: Origin) -> Receipt | None:
        """The receipt of a command already carried out; checks the body digest as append does."""
        ...


@dataclass(frozen=True)
class Decider(Generic[State, Command]):
    """An aggregate: an empty state and two pure functions."""

    initial: State
    decide: Callable[[State, Command], Sequence[Draft]]
    evolve: Callable[[State, Recorded], State]

    def fold(self, events: Sequence[Recorded]) -> State:
        state = self.initial
        for event in events:
            state = self.evolve(state, event)
        return state


class StreamDecider(Decider[tuple[Recorded, ...], Command]):
    """For a workflow beside a file, which looks at the events themselves: they are its state."""

    def __init__(self, decide: Callable[[tuple[Recorded, ...], Command], Draft]) -> None:
        super().__init__(
            initial=(),
            decide=lambda stream, command: [decide(stream, command)],
            evolve=lambda stream, event: (*stream, event),
        )

    def fold(self, events: Sequence[Recorded]) -> tuple[Recorded, ...]:
        return tuple(events)


async def handle(
    store: EventStore,
    decider: Decider[State, Command],
    *,
    stream_id: str,
    command: Command,
    origin: Origin,
    expected_version: int | None = None,
) -> Receipt:
    """Carry one command out on one stream. `expected_version` is the caller's If-Match.

    The version appended against comes from the same read as the decision, so a lost race is seen
    by the store and decided again; a caller's own stale version is refused at once.
    """

    async def attempt() -> Receipt:
        events = await store.read_stream(stream_id)
        version = events[-1].version if events else 0
        refuse_moved(version, expected_version)
        drafts = tuple(decider.decide(decider.fold(events), command))
        return await store.append(origin, [StreamWrite(stream_id, version, drafts)])

    return await with_retries(store, origin, attempt)


async def with_retries(
    store: EventStore, origin: Origin, attempt: Callable[[], Awaitable[Receipt]]
) -> Receipt:
    """Attempt, again after lost races.

    A repeated command gets its receipt from the append, or here, where what it did itself is
    what now refuses it.
    """
    for _ in range(ATTEMPTS_MAX):
        try:
            return await attempt()
        except VersionConflict:
            continue
        except (Refused, Withheld) as no:
            done = await store.receipt(origin)
            if done is not None:
                return done
            raise (no.refused if isinstance(no, Withheld) else no) from None
    raise busy()


def busy() -> Refused:
    return Refused(
        Kind.UNAVAILABLE,
        "stream_busy",
        Text("同一档案正被多方修改, 请稍后重试", "many are changing this file at once: try again"),
    )
