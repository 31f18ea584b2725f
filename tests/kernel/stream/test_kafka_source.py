"""Partitions merge back into the one dense order, whatever the broker does with records."""

import random

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.follow.place import Condition, SourceHead, Stop
from services.kernel.stream.kafka_source import MISSING_SECONDS_MAX, KafkaSource
from tests.kernel.samples import chained, changed


class Records:
    """A reader that hands out what it was given, poll by poll; a fault in between if asked."""

    taken = 0

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


class Room:
    """The room itself: gives its log, or nothing."""

    room = "r"

    def __init__(self, log=()) -> None:
        self.log = log

    async def head(self) -> SourceHead:
        raise AssertionError

    async def page(self, after: int, _wait: int):
        return [item for item in self.log if item.pos > after]


def _source(polls, *, found_at=None, step: float = 0.5, room=()) -> KafkaSource:
    async def at():
        return found_at

    return KafkaSource(Room(room), Records(polls), at, seconds=Ticking(step))


async def _all(source: KafkaSource, count: int):
    taken: list = []
    for _ in range(200):
        page = await source.page(len(taken), 1)
        taken += [item for item in page if item.pos and not getattr(item, "mended", "")]
        if len(taken) >= count:
            break
    return taken


async def _all_from(source: KafkaSource, after: int):
    for _ in range(50):
        if page := await source.page(after, 10):
            return page
    return []


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

    assert await _all(_source(polls, step=0.01), 20) == log


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
    source = _source([log, [], log])
    await source.page(0, 1)
    assert await source.page(4, 1) == []

    assert [event.pos for event in await source.page(2, 1)] == [3, 4]
    assert len(source.reader.sought) == 2


async def test_where_another_took_some_of_a_page_the_rest_is_given_again_without_reading_anew():
    log = chained(4)
    source = _source([log])
    await source.page(0, 1)

    assert [event.pos for event in await source.page(2, 1)] == [3, 4]
    assert len(source.reader.sought) == 1


async def test_one_that_others_overtook_for_long_and_the_room_has_not_is_left_out():
    log = chained(5)
    source = _source([[log[0], *log[2:]]], step=MISSING_SECONDS_MAX / 8)
    assert [event.pos for event in await source.page(0, 1)] == [1]
    page = await _all_from(source, 1)

    assert page == log[2:]  # With its hole: whoever keeps the place stops there by name.


async def test_a_lost_one_is_taken_from_the_room_and_noted():
    log = chained(5)
    source = _source([[log[0], *log[3:]]], step=MISSING_SECONDS_MAX / 8, room=log)
    assert [event.pos for event in await source.page(0, 1)] == [1]
    *notes, second, third = await source.page(1, 60)

    assert [second, third] == log[1:3]
    assert [(n.condition, n.pos, n.subject, n.mended) for n in notes] == [
        (Condition.LOSS, pos, "p1", "republished") for pos in (2, 3)
    ]
    assert await source.page(3, 1) == log[3:]


def _poison(event) -> Stop:
    return Stop(Condition.MALFORMED, "no", event.pos, event.subject, event.chain, b"?")


async def test_an_unreadable_one_is_taken_from_the_room_and_noted():
    log = chained(3)
    source = _source([[log[0], _poison(log[1]), log[2]]], room=log)
    assert await source.page(0, 1) == log[:1]
    note, *rest = await source.page(1, 1)

    assert (note.condition, note.mended, rest) == (Condition.MALFORMED, "republished", [log[1]])
    assert await source.page(2, 1) == log[2:]


async def test_what_the_room_cannot_give_readable_either_is_given_out_to_stop_its_subject():
    log = chained(3)
    source = _source([[log[0], _poison(log[1]), log[2]]], room=[log[0], _poison(log[1]), log[2]])

    assert await _all(source, 3) == [log[0], _poison(log[1]), log[2]]


async def test_a_record_without_a_place_is_noted_and_nothing_else_waits():
    log = chained(2)
    stranger = Stop(Condition.MALFORMED, "partition 0 offset 3", None, "p7")

    assert await _source([[log[0], stranger, log[1]]]).page(0, 1) == [stranger, *log]


async def test_a_taken_one_that_comes_again_otherwise_stops_its_subject():
    log = chained(3)
    again = changed(log[0], subject="p9", chain=b"x" * 32)
    source = _source([log[:2], [log[0], again, log[2]]])
    await source.page(0, 1)
    note, third = await source.page(2, 1)

    assert (note.condition, note.subject, third) == (Condition.REPETITION, "p9", log[2])


async def test_a_later_event_of_one_person_before_an_earlier_one_is_put_in_order_and_noted():
    log = chained(3)
    note, *rest = await _source([[log[1], log[0], log[2]]]).page(0, 1)

    assert (note.condition, note.pos, rest) == (Condition.REORDERING, 1, log)
