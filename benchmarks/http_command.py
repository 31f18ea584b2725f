"""Commands a second through the real roster service over HTTP, against FastAPI with one INSERT."""

import asyncio
import tempfile
from pathlib import Path
from uuid import uuid4

from benchmarks.bench_server import Figure, Ratio, database, durable_server, show
from benchmarks.load import Load, post, press
from benchmarks.roster_service import roster_service, started
from services.cli.issuer import dev_issuer
from services.kernel.embedded import port

CALLERS, TOTAL, PEOPLE = 64, 6_000, 500
BODY = b'{"effective_on":"2024-03-10","basis":"bench","data":{"kind":"warning","document_no":"%d"}}'
REGISTER = (
    b'{"effective_on":"2010-01-01","basis":"bench",'
    b'"data":{"name":"x","sex":"male","category":"officer"}}'
)


async def plain(url: str) -> Load:
    at = port.any_free()
    words = ["-m", "uvicorn", "benchmarks.plain_app:app", "--port", str(at), "--no-access-log"]
    process = await started(words, {"PLAIN_URL": url}, at)
    try:
        person = str(uuid4())
        return await press(
            at,
            lambda n: post(f"/v1/persons/{person}/facts/sanction_imposed", BODY % n, {}),
            callers=CALLERS,
            total=TOTAL,
        )
    finally:
        process.terminate()
        await process.wait()


async def ours(url: str, home: Path) -> Load:
    people = [str(uuid4()) for _ in range(PEOPLE)]
    async with roster_service(url, home) as (settings, at):
        token = dev_issuer(settings).mint("bench", ("hr",))

        def headers() -> dict[str, str]:
            return {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}

        await press(
            at,
            lambda n: post(f"/v1/persons/{people[n]}/facts/person_registered", REGISTER, headers()),
            callers=16,
            total=PEOPLE,
        )
        return await press(
            at,
            lambda n: post(
                f"/v1/persons/{people[n % PEOPLE]}/facts/sanction_imposed", BODY % n, headers()
            ),
            callers=CALLERS,
            total=TOTAL,
        )


def waits(load: Load) -> str:
    return f"p50 {load.percentile(0.5) * 1000:.1f} ms, p99 {load.percentile(0.99) * 1000:.1f} ms"


async def main(*, as_json: bool) -> None:
    async with durable_server() as server:
        bare = await plain(await database(server, "plain"))
        with tempfile.TemporaryDirectory() as home:
            full = await ours(await database(server, "ours", "roster"), Path(home))
    show(
        f"http: one command a request, {CALLERS} callers, load generator on the same cores",
        [
            Figure(
                "FastAPI, validated body, one asyncpg INSERT",
                bare.per_second,
                waits(bare),
            ),
            Figure(
                "jingheng roster: token, scope, idempotency, rules, chain",
                full.per_second,
                waits(full),
            ),
        ],
        [Ratio("to FastAPI with one INSERT", full.per_second / bare.per_second, 1)],
        as_json=as_json,
    )


if __name__ == "__main__":
    asyncio.run(main(as_json=False))
