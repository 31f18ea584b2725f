"""On a real broker: the group shares the partitions out, and who leaves or dies is replaced."""

import asyncio
from uuid import uuid4

import pytest

from services.kernel.stream.group_reader import SESSION_MS, GroupReader
from services.kernel.stream.kafka_client import Publisher
from services.kernel.stream.kafka_source import MISSING_SECONDS_MAX
from services.kernel.stream.threaded import BrokerAway
from services.kernel.stream.topics import Topics
from tests.kernel.samples import chained, changed

pytestmark = pytest.mark.kafka
PARTITIONS = 3


def test_a_dead_readers_partitions_are_given_away_before_anything_counts_as_lost():
    assert 2 * SESSION_MS / 1000 < MISSING_SECONDS_MAX


@pytest.fixture
async def filled(kafka_servers, topic):
    options = {"bootstrap_servers": [kafka_servers]}
    topics, publisher = Topics(options), Publisher(options, topic)
    await topics.ensure(topic, partitions=PARTITIONS, replication=1)
    await publisher.start()
    events = [changed(event, subject=f"p{event.pos % 5}") for event in chained(30)]
    await publisher.publish(events)
    for client in (topics, publisher):
        await client.close()
    return options, topic, events


def _share(reader) -> frozenset[int]:
    return reader.assignment.partitions


async def _turns(readers, wanted):
    """Polls all of them until it is as wanted."""
    for _ in range(80):
        await asyncio.gather(*(one.poll(0.1) for one in readers))
        if wanted():
            return
    raise AssertionError(list(map(_share, readers)))


async def test_two_share_all_and_the_one_that_is_left_has_all(filled):
    options, topic, events = filled
    group = f"g-{uuid4()}"
    one, two = (GroupReader(options, topic, group) for _ in range(2))
    for reader in (one, two):
        await reader.start()
    await _turns(
        (one, two),
        lambda: all(map(_share, (one, two))) and len(_share(one) | _share(two)) == PARTITIONS,
    )
    apart = not _share(one) & _share(two) and not one.alone
    await one.close()
    await _turns((two,), lambda: two.alone)
    await two.seek(dict.fromkeys(range(PARTITIONS), events[9].recorded_at))
    under = two.assignment.number
    found = []
    for _ in range(40):
        batch = await two.poll(0.1)
        assert batch.assignment == under
        found += [item.pos for items in batch.items.values() for item in items]
        if len(found) >= 21:
            break
    await two.close()

    assert apart
    assert sorted(found) == list(range(10, 31))


async def test_held_back_it_reads_nothing_and_stays_in_the_group(filled):
    options, topic, _ = filled
    reader = GroupReader(options, topic, f"g-{uuid4()}", "always-the-same")
    await reader.start()
    await _turns((reader,), lambda: reader.alone)
    await reader.seek(dict.fromkeys(range(PARTITIONS)))
    await reader.hold(back=True)
    held = [await reader.poll(0.2) for _ in range(PARTITIONS)]
    await reader.hold(back=False)
    let_go = [await reader.poll(0.3) for _ in range(5)]
    await reader.close()

    assert not any(batch.items for batch in held[1:])  # One may have been on its way.
    assert any(batch.items for batch in [held[0], *let_go])


async def test_without_a_topic_it_says_so(kafka_servers):
    reader = GroupReader({"bootstrap_servers": [kafka_servers]}, f"none-{uuid4()}", "g")
    with pytest.raises(BrokerAway, match="is not there yet"):
        await reader.start()
    await reader.close()
