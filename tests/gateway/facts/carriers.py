"""The roster's log brought to the gateway over HTTP or Kafka, with records doctored on the way."""

import json
from collections.abc import Callable

import httpx
import msgspec
from kafka import KafkaProducer

from services.gateway.facts import intake, store
from services.kernel import cloudevent
from services.kernel.follow.follower import Follower, follower_on_postgres
from services.kernel.follow.place import Stopped
from services.kernel.store.log import Log
from services.kernel.stream.kafka_client import Reader
from services.kernel.stream.kafka_source import KafkaSource
from services.kernel.stream.topics import Topics

Document = dict[str, msgspec.Raw]
Doctor = Callable[[list[Document]], list[Document]]


def untouched(documents: list[Document]) -> list[Document]:
    return documents


class OverHttp(httpx.AsyncBaseTransport):
    """The room's feed, and whatever the doctor makes of it."""

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
            follower = await self.follower(http)
            try:
                while await follower.step():
                    pass
            except Stopped as stopped:
                await follower.note(stopped)
            finally:
                await self.close()

    async def close(self) -> None:
        return None


class OverKafka(OverHttp):
    """The same log through a topic that the doctor fills; the room itself stays to be asked."""

    def __init__(self, gateway, servers: str, topic: str) -> None:
        super().__init__(gateway)
        self.servers, self.topic, self.sent = servers, topic, 0
        self.in_topic: Doctor = untouched
        self.reader: Reader | None = None

    async def follower(self, http: httpx.AsyncClient) -> Follower:
        options = {"bootstrap_servers": [self.servers]}
        topics = Topics(options)
        await topics.ensure(self.topic, partitions=3, replication=1)
        await topics.close()
        await self._publish()
        room = (await super().follower(http)).source
        self.reader = Reader(options, self.topic)
        found_at = intake._last_recorded(self.pool, "roster")
        source = KafkaSource(room, self.reader, found_at)
        return follower_on_postgres(store.FOLLOWER, _Patient(source), self.pool, store.keep)

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

    async def close(self) -> None:
        if self.reader is not None:
            await self.reader.close()


class _Patient:
    """Waits for what is in the topic instead of taking an empty poll for its end."""

    def __init__(self, source: KafkaSource) -> None:
        self.source, self.room, self.head = source, source.room, source.head

    async def page(self, after: int, _wait: int):
        return await self.source.page(after, 8 if after < (await self.head()).pos else 0)
