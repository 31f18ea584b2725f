"""The roster's log brought to the gateway over HTTP or Kafka, with records doctored on the way."""

import asyncio
import json
from collections.abc import Callable

import httpx
import msgspec
from kafka import KafkaProducer

from services.gateway.facts import intake, store
from services.kernel import cloudevent
from services.kernel.follow.follower import Follower, follower_on_postgres
from services.kernel.follow.place import Stopped
from services.kernel.settings import load
from services.kernel.store.log import Log
from services.kernel.stream.kafka_source import KafkaSource
from services.kernel.stream.topics import Topics

Document = dict[str, msgspec.Raw]
EMPTY_MAX = 20
Doctor = Callable[[list[Document]], list[Document]]


def untouched(documents: list[Document]) -> list[Document]:
    return documents


class OverHttp(httpx.AsyncBaseTransport):
    """The room's feed, and whatever the doctor makes of it."""

    followers = 1

    def __init__(self, gateway) -> None:
        self.gateway, self.doctor = gateway, untouched
        state = gateway.apps["gateway"].state
        self.pool = state.pool
        state.http = httpx.AsyncClient(transport=self)  # What the gateway itself asks, too.

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.gateway.inside.handle_async_request(request)
        if request.url.path != "/v1/feed" or answer.status_code != 200:
            return answer
        documents = msgspec.json.decode(await answer.aread(), type=list[Document])
        return httpx.Response(200, content=msgspec.json.encode(self.doctor(documents)))

    async def follower(self, http: httpx.AsyncClient) -> Follower:
        return intake.followers(self.gateway.settings, http, self.pool)[0]

    async def follow(self) -> None:
        """To the end, or to what stops it; written down as a running follower would."""
        async with httpx.AsyncClient(transport=self) as http:
            made = [await self.follower(http) for _ in range(self.followers)]
            await asyncio.gather(*map(_to_the_end, made))
            await asyncio.gather(*(one.source.close() for one in made))


async def _to_the_end(follower: Follower) -> None:
    """An empty page may also say that another follower was first: then there is more to come."""
    empty = 0
    try:
        while empty < EMPTY_MAX:
            if await follower.step():
                continue
            if (await follower.keeper.place()).pos >= (await follower.source.head()).pos:
                return
            empty += 1
    except Stopped as stopped:
        await follower.note(stopped)


class OverKafka(OverHttp):
    """The same log through a topic that the doctor fills; the room itself stays to be asked."""

    missing_seconds = 5.0  # Nobody dies here: what is missing for so long is lost.

    def __init__(self, gateway, servers: str, topic: str) -> None:
        super().__init__(gateway)
        self.servers, self.topic, self.sent = servers, topic, 0
        self.in_topic: Doctor = untouched

    async def follow(self) -> None:
        topics = Topics({"bootstrap_servers": [self.servers]})
        await topics.ensure(self.topic, partitions=3, replication=1)
        await topics.close()
        await self._publish()
        await super().follow()

    async def follower(self, http: httpx.AsyncClient) -> Follower:
        room = (await super().follower(http)).source
        settings = load(**{n: str(v) for n, v in self._variables().items()})
        source = intake.shared_source(settings, room, self.pool, self.topic)
        source.missing_seconds = self.missing_seconds
        return follower_on_postgres(store.FOLLOWER, _Patient(source), self.pool, store.keep)

    def _variables(self) -> dict[str, object]:
        return {
            "KAFKA_BOOTSTRAP_SERVERS": self.servers,
            "JINGHENG_HOME": self.gateway.settings.home,
        }

    async def _publish(self) -> None:
        log = await Log(self.gateway.apps["roster"].state.pool).page(self.sent)
        documents = [msgspec.json.decode(cloudevent.to_json(e), type=Document) for e in log]
        self.sent += len(log)
        with KafkaProducer(bootstrap_servers=[self.servers]) as producer:
            for document in self.in_topic(documents):
                told = {name: raw for name, raw in document.items() if name != "data"}
                headers = [(f"ce_{k}", str(json.loads(bytes(v))).encode()) for k, v in told.items()]
                key = json.loads(bytes(document["subject"])).encode()
                producer.send(self.topic, key=key, value=bytes(document["data"]), headers=headers)
            producer.flush(timeout=20)


class Shared(OverKafka):
    """Two followers of one name share the topic's partitions."""

    followers = 2
    missing_seconds = 10.0  # They come one after the other: Kafka deals the partitions out twice.


class _Patient:
    """Waits for what is in the topic instead of taking an empty poll for its end."""

    def __init__(self, source: KafkaSource) -> None:
        self.source, self.room = source, source.room
        self.head, self.close = source.head, source.close

    async def page(self, after: int, _wait: int):
        return await self.source.page(after, 8 if after < (await self.head()).pos else 0)
