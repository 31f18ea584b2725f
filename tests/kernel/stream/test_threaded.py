"""What kafka-python raises becomes one of our words, whichever way it was wrapped."""

import asyncio
import threading

import pytest
from kafka.errors import (
    KafkaError,
    KafkaTimeoutError,
    ProducerFencedError,
    TopicAuthorizationFailedError,
)

from services.kernel.stream import kafka_client
from services.kernel.stream.threaded import BrokerAway, Fenced, Hung, NotLetIn, Threaded


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


class Silent:
    """A transaction whose coordinator is gone."""

    def __init__(self, let_go) -> None:
        self.let_go = let_go

    def begin_transaction(self) -> None:
        return None

    def flush(self, timeout) -> None:
        return None

    def commit_transaction(self) -> None:
        self.let_go.wait(30)


async def test_a_producer_that_never_answers_is_given_up_and_closing_does_not_wait(monkeypatch):
    monkeypatch.setattr(kafka_client, "HUNG_SECONDS", 0.2)
    publisher, let_go = kafka_client.Publisher({}, "t"), threading.Event()
    publisher._producer = Silent(let_go)
    with pytest.raises(Hung, match="no answer"):
        await publisher.publish([])
    await asyncio.wait_for(publisher.close(), 1)
    let_go.set()
