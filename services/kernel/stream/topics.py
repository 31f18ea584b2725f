"""Topics made as agreed, and refused when they are not."""

from contextlib import suppress
from time import monotonic, sleep
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError

from services.kernel.stream.access import check_access
from services.kernel.stream.threaded import Options, Threaded

HEARD_SECONDS = 20.0


class WrongTopic(Exception):
    """The topic is not what was agreed: its partition count must never change in place."""


class Topics(Threaded):
    """Makes topics and says what they are."""

    def __init__(self, options: Options) -> None:
        super().__init__("topics")
        self._options = options

    async def ensure(self, topic: str, *, partitions: int, replication: int) -> None:
        """Raises WrongTopic when it is there with another partition count."""
        await self.call(lambda: self._ensure(topic, partitions, replication))

    def _ensure(self, topic: str, partitions: int, replication: int) -> None:
        check_access(self._options)
        with KafkaAdminClient(**self._options) as admin:
            with suppress(TopicAlreadyExistsError):
                admin.create_topics(
                    {
                        topic: {
                            "num_partitions": partitions,
                            "replication_factor": replication,
                            # Never thinned out: a subscriber finds all until it has caught up.
                            "configs": {"retention.ms": "-1", "cleanup.policy": "delete"},
                        }
                    }
                )
            found = _partition_count(admin, topic)
        if found != partitions:
            raise WrongTopic(f"{topic} has {found} partitions, {partitions} were agreed")

    async def close(self) -> None:
        self.end()


def _partition_count(admin: Any, topic: str) -> int:  # noqa: ANN401  kafka-python is untyped
    """A topic just made is described as empty until the brokers have all heard of it."""
    deadline = monotonic() + HEARD_SECONDS
    while True:
        found = len(admin.describe_topics([topic])[0]["partitions"])
        if found or monotonic() > deadline:
            return found
        sleep(0.1)
