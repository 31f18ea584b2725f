"""Blocking clients of kafka-python called from asyncio: each in a thread of its own."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kafka.errors import AuthorizationError, KafkaError, ProducerFencedError

from services.kernel.follow.place import SourceAway

Result = TypeVar("Result")
Options = Mapping[str, object]


class BrokerAway(SourceAway):
    """Kafka did not answer in time, or answered that it cannot; safe to begin again."""


class Hung(BrokerAway):
    """The client neither answers nor fails: its thread is lost, and the process must end hard."""


class NotLetIn(BrokerAway):
    """The broker refuses us: certificate, name, password or permission. For a person to mend."""


class Fenced(Exception):
    """A newer relay of this room has taken over: this one must end."""


class Threaded:
    """Runs blocking calls of one client in one thread: clients are not thread-safe."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, name)

    async def call(self, work: Callable[[], Result]) -> Result:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except KafkaError as fault:
            # Said outright, or given as the reason why the producer takes nothing any more.
            if any(isinstance(one, ProducerFencedError) for one in (fault, *fault.args)):
                raise Fenced(str(fault)) from fault
            if isinstance(fault, AuthorizationError):
                raise NotLetIn(
                    f"not permitted: {type(fault).__name__} {fault}: see the ACLs in "
                    "deploy/runbook.md"
                ) from fault
            raise BrokerAway(f"{type(fault).__name__}: {fault}") from fault

    def end(self) -> None:
        self._thread.shutdown(wait=False)
