"""Events a second read, decoded and folded, against `eventsourcing`'s replay; one core and two."""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from uuid import uuid4

from benchmarks.append import rival
from benchmarks.bench_server import Figure, Ratio, database, durable_server, show
from services.kernel.decider import StreamWrite
from services.kernel.event import Draft, Origin
from services.kernel.identity import new_uuid7
from services.kernel.store.bulk import read_facts
from services.kernel.store.postgres import PostgresStore, connect_pool
from services.roster.events import SanctionImposed, SanctionKind

EVENTS, PEOPLE = 200_000, 2_000


async def fill(url: str) -> None:
    pool = await connect_pool(url)
    store = PostgresStore(pool)
    fact = SanctionImposed(kind=SanctionKind.WARNING, document_no="x" * 150)
    people = [str(uuid4()) for _ in range(PEOPLE)]
    versions = dict.fromkeys(people, 0)
    for start in range(0, EVENTS, 5_000):
        writes = []
        for n in range(start, start + 5_000, 5):
            person = people[n // 5 % PEOPLE]
            drafts = tuple(Draft(fact, person, date(2024, 3, 10)) for _ in range(5))
            writes.append(StreamWrite(f"person-{person}", versions[person], drafts))
            versions[person] += 5
        await store.append(Origin(new_uuid7(), "bench", "bench", b"d"), writes)
    await pool.close()


async def _fold(url: str, shard: tuple[int, int]) -> int:
    count = 0
    async for _subject, facts in read_facts(url, shard=shard):
        count += len(facts)
    return count


def fold(url: str, shard: tuple[int, int] = (0, 1)) -> int:
    return asyncio.run(_fold(url, shard))


def rival_replay(url: str) -> float:
    """The library's own: take each aggregate from the repository, all its events folded."""
    from eventsourcing.application import Application  # noqa: PLC0415
    from eventsourcing.domain import Aggregate, event  # noqa: PLC0415

    class Person(Aggregate):
        def __init__(self) -> None:
            self.documents: list[str] = []

        @event("Sanctioned")
        def sanction(self, document: str) -> None:
            self.documents.append(document)

    rival(url, 1, 1)  # Sets the environment.
    app: Application = Application()
    ids = []
    for _ in range(100):
        person = Person()
        for _n in range(100):
            person.sanction("x" * 150)
        app.save(person)
        ids.append(person.id)
    began = time.perf_counter()
    count = sum(len(app.repository.get(one).documents) for one in ids)
    rate = count / (time.perf_counter() - began)
    app.close()
    return rate


async def main(*, as_json: bool) -> None:
    async with durable_server() as server:
        url = await database(server, "ours", "roster")
        await fill(url)
        began = time.perf_counter()
        count = await asyncio.to_thread(fold, url)
        one = count / (time.perf_counter() - began)
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(abs, range(4)))  # Started before the clock.
            began = time.perf_counter()
            halves = list(pool.map(fold, [url] * 2, [(0, 2), (1, 2)]))
            two = sum(halves) / (time.perf_counter() - began)
        other = await asyncio.to_thread(rival_replay, await database(server, "rival"))
    show(
        f"replay: {count:,} events of {PEOPLE:,} people, read, decoded, folded by person",
        [
            Figure("one process", one),
            Figure("two processes, split by person", two),
            Figure("eventsourcing, repository.get", other),
        ],
        [
            Ratio("one core, to 200,000 events a second", one / 200_000, 1),
            Ratio("to eventsourcing", one / other, 4),
            Ratio("two processes to one", two / one, 1.8),
        ],
        as_json=as_json,
    )


if __name__ == "__main__":
    asyncio.run(main(as_json=False))
