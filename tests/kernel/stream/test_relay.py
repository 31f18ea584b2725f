"""The relay: page by page, from wherever the topic ends, and never over a fork."""

import asyncio

import pytest

from services.kernel.chain import GENESIS
from services.kernel.stream import relay
from services.kernel.stream.kafka_client import Tail
from services.kernel.stream.relay import (
    PAGE_EVENTS,
    PAGE_EVENTS_MIN,
    Relay,
    RelayForked,
    TopicChanged,
    place_from_tail,
)
from tests.kernel.samples import chained, changed


class ListLog:
    def __init__(self, count: int) -> None:
        self.events = chained(count)

    async def page(self, after: int, limit: int):
        return self.events[after : after + min(limit, 3)]

    async def link_at(self, pos: int):
        if pos == 0:
            return GENESIS
        return self.events[pos - 1].chain if pos <= len(self.events) else None


class Topic:
    """Takes pages; fails, once, before or after a page has gone in."""

    def __init__(self, fail_at: int = -1, *, after: bool = False) -> None:
        self.events, self.calls, self.fail_at, self.after = [], 0, fail_at, after

    async def publish(self, events):
        self.calls += 1
        if self.calls == self.fail_at and not self.after:
            raise ConnectionError("away")
        self.events += events
        if self.calls == self.fail_at and self.after:
            raise ConnectionError("the answer was lost")

    @property
    def tail(self):
        last = self.events[-1] if self.events else None
        return Tail(last.pos, last.chain.hex()) if last else None


class Seen:
    def __init__(self) -> None:
        self.pages, self.places = [], []

    def takes(self, oldest):
        self.pages.append(oldest)

    def turned(self, place):
        self.places.append(place)


async def _until_empty(relay: Relay) -> None:
    while await relay.step():
        pass


async def test_the_whole_log_goes_over_once_in_order():
    log, topic = ListLog(10), Topic()
    await _until_empty(Relay("r", log, topic, 0))

    assert topic.events == log.events


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fail_at", [1, 2, 4])
async def test_after_a_failure_it_goes_on_from_the_tail_without_loss_or_repetition(fail_at, after):
    log, topic = ListLog(10), Topic(fail_at, after=after)
    with pytest.raises(ConnectionError):
        await _until_empty(Relay("r", log, topic, 0))
    place = await place_from_tail(
        "r", log, topic.tail, topic.events[0].pos if topic.events else None
    )
    await _until_empty(Relay("r", log, topic, place))

    assert topic.events == log.events


async def test_a_wiped_topic_is_filled_again():
    assert await place_from_tail("r", ListLog(5), None, None) == 0


@pytest.mark.parametrize(
    "tail", [Tail(6, "00" * 32), Tail(3, "00" * 32)], ids=["beyond the log", "other chain"]
)
async def test_a_topic_this_log_does_not_continue_stops_the_relay(tail):
    with pytest.raises(RelayForked):
        await place_from_tail("r", ListLog(5), tail, 1)


async def test_it_waits_at_the_end_and_ends_when_told():
    log, topic, stop = ListLog(2), Topic(), asyncio.Event()
    watch = Seen()
    running = asyncio.create_task(Relay("r", log, topic, 0, watch).run(stop))
    await asyncio.sleep(0.15)
    log.events = chained(4)
    await asyncio.sleep(0.25)
    stop.set()
    await asyncio.wait_for(running, 1)

    assert [event.pos for event in topic.events] == [1, 2, 3, 4]
    assert watch.pages == [log.events[0].recorded_at, log.events[2].recorded_at]
    assert sorted(set(watch.places)) == [2, 4]
    assert len(watch.places) > 2  # It turned while there was nothing to do.


async def test_while_idle_it_looks_whether_the_topic_is_still_its_own(monkeypatch):
    monkeypatch.setattr(relay, "LOOK_SECONDS", 0.2)
    log, topic, stop = ListLog(2), Topic(), asyncio.Event()
    looked, twice = [], asyncio.Event()

    async def tail():
        looked.append(topic.tail and topic.tail.pos)
        if len(looked) == 2:
            twice.set()
        return topic.tail

    running = asyncio.create_task(Relay("r", log, topic, 0, Seen(), tail).run(stop))
    await asyncio.wait_for(twice.wait(), 5)
    assert not running.done()
    topic.events.clear()
    with pytest.raises(TopicChanged):
        await asyncio.wait_for(running, 5)

    assert looked[:2] == [2, 2]


async def test_a_topic_without_its_beginning_is_not_continued():
    """Found by the simulation: a topic made anew behind a running relay has lost all before."""
    log = ListLog(5)
    with pytest.raises(RelayForked, match="begins at 3"):
        await place_from_tail("r", log, Tail(5, log.events[4].chain.hex()), 3)


async def test_pages_shrink_for_large_events_and_grow_again_for_small_ones():
    asked = []

    class Sized(ListLog):
        async def page(self, after: int, limit: int):
            asked.append(limit)
            size = 1_000_000 if after < 6 else 10
            return [changed(e, data="x" * size) for e in await super().page(after, limit)]

    await _until_empty(Relay("r", Sized(12), Topic(), 0))

    assert asked == [500, PAGE_EVENTS_MIN, PAGE_EVENTS_MIN, PAGE_EVENTS, PAGE_EVENTS]
