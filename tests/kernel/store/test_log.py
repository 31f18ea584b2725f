"""Reading the log: dense pages, a named gap, and known-at as a prefix."""

from datetime import timedelta

import pytest

from services.kernel.decider import StreamWrite
from services.kernel.store.log import Gap, Log, assert_dense
from tests.kernel.samples import chained, draft, origin


async def _fill(store, count: int) -> None:
    for version in range(count):
        await store.append(origin(), [StreamWrite("s", version, (draft(),))])


async def test_pages_reach_the_end_and_no_further(store, pool, monkeypatch):
    monkeypatch.setattr("services.kernel.store.log.PAGE_EVENTS", 3)
    await _fill(store, 7)
    pages = [page async for page in Log(pool).pages()]

    assert [[event.pos for event in page] for page in pages] == [[1, 2, 3], [4, 5, 6], [7]]
    assert [[e.pos for e in page] async for page in Log(pool).pages(2, until=5)] == [[3, 4, 5]]


def test_a_hole_is_a_gap():
    log = chained(5)
    with pytest.raises(Gap) as caught:
        assert_dense([log[0], log[2]], 0)

    assert (caught.value.expected, caught.value.found) == (2, 3)


async def test_known_at_an_instant_is_a_prefix(store, pool):
    await _fill(store, 9)
    log = Log(pool)
    events = await log.page(0)
    tick = timedelta(microseconds=1)
    for event in events:
        last = max(e.pos for e in events if e.recorded_at <= event.recorded_at)
        assert await log.known_pos(event.recorded_at) == last
        assert await log.known_pos(event.recorded_at - tick) < event.pos
    assert await log.known_pos(events[0].recorded_at - timedelta(days=1)) == 0


async def test_the_link_at_a_position(store, pool):
    await _fill(store, 2)
    log = Log(pool)

    assert await log.link_at(0) == bytes(32)
    assert await log.link_at(2) == (await log.head()).chain
    assert await log.link_at(3) is None


async def test_the_head_of_an_empty_log_has_no_instant(pool):
    head = await Log(pool).head()

    assert (head.pos, head.recorded_at, head.algorithm) == (0, None, "sha256")
