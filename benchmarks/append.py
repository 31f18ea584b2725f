"""Durable commands a second, against asyncpg's best single INSERT and `eventsourcing`."""

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

from benchmarks.bench_server import Figure, Ratio, database, durable_server, show
from services.kernel.decider import StreamWrite
from services.kernel.event import Draft, Origin
from services.kernel.identity import new_uuid7
from services.kernel.store.postgres import PostgresStore, connect_pool
from services.roster.events import SanctionImposed, SanctionKind

CALLERS, APPENDS = 64, 16_000
BODY = '{"kind":"warning","document_no":"' + "x" * 250 + '"}'


async def ceiling(url: str, connections: int, total: int = 12_000) -> float:
    """One INSERT a transaction on each connection, a row like ours."""
    pool = await asyncpg.create_pool(url, min_size=connections, max_size=connections)
    await pool.execute(
        "create table if not exists plain (id uuid primary key, type text, person text, "
        "effective_on date, recorded_at timestamptz default now(), data jsonb)"
    )

    async def worker() -> None:
        async with pool.acquire() as connection:
            for _ in range(total // connections):
                await connection.execute(
                    "insert into plain values ($1, $2, $3, $4, default, $5)",
                    uuid4(),
                    "roster.sanction_imposed.v1",
                    str(uuid4()),
                    date(2024, 3, 10),
                    BODY,
                )

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(connections)))
    rate = total / (time.perf_counter() - began)
    await pool.close()
    return rate


async def ours(url: str) -> float:
    pool = await connect_pool(url)
    store = PostgresStore(pool)
    fact = SanctionImposed(kind=SanctionKind.WARNING, document_no="x" * 250)

    async def caller() -> None:
        for _ in range(APPENDS // CALLERS):
            person = str(uuid4())
            origin = Origin(new_uuid7(), "bench", "bench", b"digest")
            draft = Draft(fact, person, date(2024, 3, 10), basis="bench")
            await store.append(origin, [StreamWrite(f"person-{person}", 0, (draft,))])

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    rate = APPENDS / (time.perf_counter() - began)
    await pool.close()
    return rate


def rival(url: str, threads: int = 16, total: int = 3_000) -> float:
    """`eventsourcing` with the setting that loses no events (table lock, no db functions)."""
    parts = urlsplit(url)
    os.environ |= {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": parts.hostname or "",
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": "",
        "POSTGRES_ENABLE_DB_FUNCTIONS": "n",
        "POSTGRES_POOL_SIZE": str(threads),
        "POSTGRES_MAX_OVERFLOW": "4",
    }
    from eventsourcing.application import Application  # noqa: PLC0415  reads the environment
    from eventsourcing.domain import Aggregate  # noqa: PLC0415

    class Sanctioned(Aggregate):
        def __init__(self, document: str) -> None:
            self.document = document

    app: Application = Application()

    def work(_: int) -> None:
        for _n in range(total // threads):
            app.save(Sanctioned("x" * 250))

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    rate = total / (time.perf_counter() - began)
    app.close()
    return rate


async def main(*, as_json: bool) -> None:
    async with durable_server() as server:
        plain = await database(server, "plain")
        rates = {n: await ceiling(plain, n) for n in (1, 16, 64)}
        best = max(rates.values())
        log = await ours(await database(server, "ours", "roster"))
        other = await asyncio.to_thread(rival, await database(server, "rival"))
    show(
        "append: durable commands, chain, idempotency, version check, dense order",
        [
            *(
                Figure(f"asyncpg, one INSERT a transaction, {n} connections", r)
                for n, r in rates.items()
            ),
            Figure(f"jingheng store, {CALLERS} callers in one process", log),
            Figure("eventsourcing, safe setting, 16 threads", other),
        ],
        [
            Ratio("to asyncpg's best one-INSERT rate", log / best, 0.8),
            Ratio("to eventsourcing", log / other, 12),
        ],
        as_json=as_json,
    )


if __name__ == "__main__":
    asyncio.run(main(as_json=False))
