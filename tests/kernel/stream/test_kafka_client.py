"""On a real broker: pages all or nothing, zombies fenced, tails found, topics as agreed."""

import pytest

from services.kernel.stream.kafka_client import Publisher, Reader, Tail
from services.kernel.stream.threaded import BrokerAway, Fenced
from services.kernel.stream.topics import Topics
from tests.kernel.samples import chained, changed

pytestmark = pytest.mark.kafka


@pytest.fixture
async def made(kafka_servers, topic):
    options = {"bootstrap_servers": [kafka_servers]}
    topics = Topics(options)
    await topics.ensure(topic, partitions=3, replication=1)
    await topics.close()
    return options, topic


async def _read(options, topic, count: int):
    reader = Reader(options, topic)
    await reader.start()
    await reader.seek_to(None)
    found = []
    for _ in range(60):
        found += await reader.poll(0.25)
        if len(found) >= count:
            break
    found += await reader.poll(0.5)
    await reader.close()
    return found


def _people(count: int):
    return [changed(event, subject=f"p{event.pos % 5}") for event in chained(count)]


async def test_what_was_published_is_read_once_in_order_for_each_person(made):
    options, topic = made
    publisher = Publisher(options, topic)
    await publisher.start()
    events = _people(30)
    await publisher.publish(events[:20])
    await publisher.publish(events[20:])
    found = await _read(options, topic, 30)
    await publisher.close()

    assert sorted(event.pos for event in found) == list(range(1, 31))
    for person in {event.subject for event in events}:
        order = [event.pos for event in found if event.subject == person]
        assert order == sorted(order)


async def test_the_tail_is_the_newest_position_whatever_partition_it_lies_in(made):
    options, topic = made
    publisher, reader = Publisher(options, topic), Reader(options, topic)
    await publisher.start()
    await reader.start()
    assert await reader.tail() is None
    assert await reader.first() is None
    events = _people(40)
    for start in range(0, 40, 2):  # Many small transactions: many control records.
        await publisher.publish(events[start : start + 2])
        if start in {0, 38}:
            # A relay takes over before it looks: that waits for the last commit's markers, which
            # Kafka writes after it has answered.
            await publisher.close()
            publisher = Publisher(options, topic)
            await publisher.start()
            assert await reader.tail() == Tail(start + 2, events[start + 1].chain.hex())
            assert await reader.first() == 1
    await publisher.close()
    await reader.close()


async def test_a_zombie_is_fenced_and_leaves_nothing_behind(made):
    options, topic = made
    old, new = Publisher(options, topic), Publisher(options, topic)
    await old.start()
    await new.start()
    with pytest.raises(Fenced):
        await old.publish(_people(5))
    await new.publish(_people(5))
    found = await _read(options, topic, 5)
    await old.close()
    await new.close()

    assert sorted(event.pos for event in found) == [1, 2, 3, 4, 5]


async def test_reading_can_begin_at_an_instant(made):
    options, topic = made
    publisher, reader = Publisher(options, topic), Reader(options, topic)
    await publisher.start()
    events = _people(10)
    await publisher.publish(events)
    await reader.start()
    await reader.seek_to(events[6].recorded_at)
    found = []
    for _ in range(40):
        found += await reader.poll(0.25)
        if len(found) >= 4:
            break
    await publisher.close()
    await reader.close()

    assert sorted(event.pos for event in found) == [7, 8, 9, 10]


async def test_a_topic_that_is_not_there_is_an_absent_source(kafka_servers, topic):
    reader = Reader({"bootstrap_servers": [kafka_servers]}, topic)
    with pytest.raises(BrokerAway, match="not there"):
        await reader.start()
    await reader.close()
