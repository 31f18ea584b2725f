"""Topics are as agreed, or refused."""

import pytest

from services.kernel.stream.topics import Topics, WrongTopic

pytestmark = pytest.mark.kafka


async def test_a_topic_with_another_partition_count_is_refused(kafka_servers, topic):
    topics = Topics({"bootstrap_servers": [kafka_servers]})
    await topics.ensure(topic, partitions=3, replication=1)
    await topics.ensure(topic, partitions=3, replication=1)
    with pytest.raises(WrongTopic, match="has 3 partitions, 4 were agreed"):
        await topics.ensure(topic, partitions=4, replication=1)
    await topics.close()
