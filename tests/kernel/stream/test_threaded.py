"""What kafka-python raises becomes one of our words, whichever way it was wrapped."""

import pytest
from kafka.errors import (
    KafkaError,
    KafkaTimeoutError,
    ProducerFencedError,
    TopicAuthorizationFailedError,
)

from services.kernel.stream.threaded import BrokerAway, Fenced, NotLetIn, Threaded


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (KafkaTimeoutError("late"), BrokerAway),
        (ProducerFencedError(), Fenced),
        (KafkaError("ended", ProducerFencedError()), Fenced),
        (TopicAuthorizationFailedError("t"), NotLetIn),
    ],
)
async def test_each_fault_has_its_word(fault, word):
    def fail():
        raise fault

    client = Threaded("t")
    with pytest.raises(word) as told:
        await client.call(fail)
    client.end()

    assert type(told.value) is word
