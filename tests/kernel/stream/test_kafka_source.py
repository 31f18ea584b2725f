"""Partitions merge back into the one dense order, whatever the broker does with records."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.cloudevent import Malformed
from services.kernel.follow.place import Condition, SourceHead, Stopped
from services.kernel.stream.kafka_source import MISSING_SECONDS_MAX, KafkaSource
from tests.kernel.samples import chained, changed


class Records:
    """A reader that hands out what it was given, poll by poll; a fault in between if asked."""

    def __init__(self, polls) -> None:
        self.polls, self.sought, self.started = list(polls), [], 0

    async def start(self) -> None:
        self.started += 1

    async def seek_to(self, instant) -> None:
        self.sought.append(instant)

    async def poll(self, _seconds: float):
        batch = self.polls.pop(0) if self.polls else []
        if isinstance(batch, Exception):
            raise batch
        return batch


class Ticking:
    def __init__(self, step: float = 0.5) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def _source(polls, *, found_at=None, step: float = 0.5) -> KafkaSource:
    async def head() -> SourceHead:
        raise AssertionError

    async def at():
        return found_at

    return KafkaSource("r", Records(polls), head, at, seconds=Ticking(step))


async def _all(source: KafkaSource, count: int):
    taken: list = []
    for _ in range(200):
        taken += await source.page(len(taken), 1)
        if len(taken) >= count:
            break
    return taken


async def _all_from(source: KafkaSource, after: int) -> None:
    for _ in range(50):
        await source.page(after, 10)


@given(st.randoms(use_true_random=False), st.integers(1, 5))
async def test_any_interleaving_and_repetition_gives_the_log(dice: random.Random, partitions: int):
    log = chained(20)
    queues = [[e for e in log if e.pos % partitions == n] for n in range(partitions)]
    polls = []
    while any(queues):
        queue = dice.choice([q for q in queues if q])
        batch = queue[: dice.randint(1, 4)]
        del queue[: len(batch)]
        polls.append(batch + (dice.sample(log, 2) if dice.random() < 0.3 else []))

    assert await _all(_source(polls), 20) == log


async def test_it_begins_at_the_start_or_where_the_last_one_was_recorded():
    log = chained(4)
    fresh, later = _source([log]), _source([log], found_at=log[1].recorded_at)
    await fresh.page(0, 1)
    page = await later.page(2, 1)

    assert fresh.reader.sought == [None]
    assert later.reader.sought == [log[1].recorded_at]
    assert [event.pos for event in page] == [3, 4]


async def test_a_follower_that_was_set_back_is_followed():
    log = chained(4)
    source = _source([log, log])
    await source.page(0, 1)

    assert [event.pos for event in await source.page(2, 1)] == [3, 4]
    assert len(source.reader.sought) == 2


async def test_one_that_others_overtook_for_long_is_lost():
    log = chained(5)
    source = _source([[log[0], *log[2:]]], step=MISSING_SECONDS_MAX / 8)
    assert [event.pos for event in await source.page(0, 1)] == [1]
    with pytest.raises(Stopped) as caught:
        await _all_from(source, 1)

    assert caught.value.condition is Condition.LOSS


async def test_one_position_with_two_contents_is_a_fork():
    log = chained(3)
    source = _source([[log[1], changed(log[1], chain=b"x" * 32)]])
    with pytest.raises(Stopped) as caught:
        await source.page(0, 1)

    assert caught.value.condition is Condition.FORK


async def test_what_is_not_ours_is_malformed():
    with pytest.raises(Stopped) as caught:
        await _source([Malformed("no")]).page(0, 1)

    assert caught.value.condition is Condition.MALFORMED
