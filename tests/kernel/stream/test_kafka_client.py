"""On a real broker: pages all or nothing, zombies fenced, tails found, topics as agreed."""

import asyncio

import pytest
from kafka import KafkaConsumer

from services.kernel.stream.binding import from_record
from services.kernel.stream.kafka_client import Publisher, Tail, TopicEnds
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
    """By the bare client: as anybody would."""
    return await asyncio.to_thread(_consume, options, topic, count)


def _consume(options, topic, count: int):
    found = []
    with KafkaConsumer(
        topic, **options, isolation_level="read_committed", auto_offset_reset="earliest"
    ) as consumer:
        for wait in [250] * 60:
            batch = consumer.poll(timeout_ms=wait)
            found += [
                from_record(one.value, one.headers) for part in batch.values() for one in part
            ]
            if len(found) >= count:
                break
        rest = consumer.poll(timeout_ms=500)  # Anything there twice comes now.
    return found + [from_record(one.value, one.headers) for part in rest.values() for one in part]


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
    publisher, ends = Publisher(options, topic), TopicEnds(options, topic)
    await publisher.start()
    await ends.start()
    assert await ends.tail() is None
    assert await ends.first() is None
    events = _people(40)
    for start in range(0, 40, 2):  # Many small transactions: many control records.
        await publisher.publish(events[start : start + 2])
        if start in {0, 38}:
            # A relay takes over before it looks: that waits for the last commit's markers, which
            # Kafka writes after it has answered.
            await publisher.close()
            publisher = Publisher(options, topic)
            await publisher.start()
            assert await ends.tail() == Tail(start + 2, events[start + 1].chain.hex())
            assert await ends.first() == 1
    await publisher.close()
    await ends.close()


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


async def test_a_topic_that_is_not_there_is_an_absent_source(kafka_servers, topic):
    ends = TopicEnds({"bootstrap_servers": [kafka_servers]}, topic)
    with pytest.raises(BrokerAway, match="not there"):
        await ends.start()
    await ends.close()
