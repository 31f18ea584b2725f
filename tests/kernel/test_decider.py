"""One way from command to events: repeats answered, races decided again, stale callers told."""

from uuid import uuid4

import pytest

from services.kernel.decider import ATTEMPTS_MAX, Decider, StreamWrite, VersionConflict, handle
from services.kernel.errors import Kind, Refused, conflict
from tests.fakes import InMemoryEventStore
from tests.kernel.samples import course, draft, origin

COUNTER: Decider[int, int] = Decider(
    initial=0,
    decide=lambda state, limit: _below(state, limit),  # noqa: PLW0108  defined below
    evolve=lambda state, _event: state + 1,
)


def _below(state: int, limit: int):
    if state >= limit:
        raise conflict("full", "已满", "full")
    return [draft("p", course(str(state)))]


class Raced(InMemoryEventStore):
    """Loses the first `losses` races to somebody else."""

    def __init__(self, losses: int) -> None:
        super().__init__()
        self.losses = losses

    async def append(self, who, writes):
        if self.losses:
            self.losses -= 1
            stream = writes[0].stream_id
            version = len(await self.read_stream(stream))
            await super().append(origin(), [StreamWrite(stream, version, (draft("p"),))])
        return await super().append(who, writes)


async def test_a_command_becomes_events():
    store = InMemoryEventStore()
    receipt = await handle(store, COUNTER, stream_id="s", command=9, origin=origin())

    assert (receipt.pos, receipt.versions, receipt.replayed) == (1, {"s": 1}, False)


async def test_a_repeat_gets_the_first_answer_even_if_it_would_be_refused_now():
    store, who = InMemoryEventStore(), origin()
    first = await handle(store, COUNTER, stream_id="s", command=1, origin=who)
    again = await handle(store, COUNTER, stream_id="s", command=1, origin=who)

    assert again.replayed
    assert (again.events, again.pos) == (first.events, first.pos)
    assert len(store.log) == 1


async def test_the_same_command_with_another_body_is_refused():
    store, command = InMemoryEventStore(), uuid4()
    await handle(store, COUNTER, stream_id="s", command=9, origin=origin(command, b"1"))
    with pytest.raises(Refused, match="idempotency_key_reused"):
        await handle(store, COUNTER, stream_id="s", command=9, origin=origin(command, b"2"))


async def test_a_lost_race_is_decided_again_on_what_is_there_now():
    store = Raced(losses=1)
    with pytest.raises(Refused, match="full"):
        await handle(store, COUNTER, stream_id="s", command=1, origin=origin())

    assert len(store.log) == 1


async def test_races_without_end_answer_busy():
    with pytest.raises(Refused) as caught:
        await handle(Raced(ATTEMPTS_MAX), COUNTER, stream_id="s", command=9_999, origin=origin())

    assert (caught.value.kind, caught.value.code) == (Kind.UNAVAILABLE, "stream_busy")


async def test_a_stale_caller_is_told_and_nothing_is_written():
    store = InMemoryEventStore()
    await handle(store, COUNTER, stream_id="s", command=9, origin=origin())
    with pytest.raises(Refused) as caught:
        await handle(store, COUNTER, stream_id="s", command=9, origin=origin(), expected_version=0)

    assert (caught.value.kind, len(store.log)) == (Kind.STALE, 1)


def test_a_conflict_says_where_and_how_far():
    conflict_ = VersionConflict("s", 1, 2)

    assert (conflict_.stream_id, conflict_.expected, conflict_.actual) == ("s", 1, 2)
