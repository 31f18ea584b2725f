"""Lists and searches a second among 100,000 people over HTTP, against the bare question in SQL."""

import asyncio
import random
import tempfile
import time
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import asyncpg

from benchmarks.bench_server import Figure, Ratio, database, durable_server, show
from benchmarks.http_command import waits
from benchmarks.load import Load, press
from benchmarks.roster_service import roster_service
from services.cli.issuer import dev_issuer
from services.kernel.name_keys import asked_key, name_keys, sort_key, with_short
from services.kernel.web.authorize import Visible
from services.roster.people import PeopleAsked, people

PEOPLE, UNITS, CALLERS, TOTAL = 100_000, 640, 4, 1_000
SECONDS_MAX = 0.050
SINCE, TODAY = date(2020, 1, 1), date(2026, 11, 25)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾仇解"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红"
LEADER = str(UUID(int=1))
SEARCHES = ("王伟", "zhangwei", "zw", "单", "shan", "012345", "l", "zha", "zh")


async def fill(url: str) -> None:
    """Straight into the read models, in the form that services/roster/cards.py gives them."""
    throw = random.Random(1)
    names = ["".join([throw.choice(SURNAMES), *throw.choices(GIVEN, k=2)]) for _ in range(PEOPLE)]
    ids = [str(UUID(int=n + 1)) for n in range(PEOPLE)]
    units = [("bureau", None), *((f"unit-{n}", "bureau") for n in range(UNITS))]
    connection = await asyncpg.connect(url)

    async def copy(table: str, rows: list[tuple[object, ...]]) -> None:
        await connection.copy_records_to_table(table, records=rows)

    await copy("unit_versions", [(u, SINCE, u, "team", above, False) for u, above in units])
    await copy(
        "person_cards",
        [
            (person, name, "male", "officer", None, f"{n:06}", sort_key(name))
            for n, (person, name) in enumerate(zip(ids, names, strict=True))
        ],
    )
    keys = [
        (person, key, sort_key(name))
        for n, (person, name) in enumerate(zip(ids, names, strict=True))
        for key in with_short([*name_keys(name), asked_key(f"{n:06}")])
    ]
    await copy("person_keys", keys)
    await copy("service_periods", [(person, SINCE, None, "officer") for person in ids])
    numbers = [(person, SINCE, f"{n:06}", None) for n, person in enumerate(ids)]
    await copy("police_numbers", numbers)
    for day in (SINCE, date(2023, 1, 1)):
        places = [(person, day, f"unit-{throw.randrange(UNITS)}", "民警") for person in ids]
        await copy("unit_assignments", places)
    await copy("unit_leaders", [(LEADER, "unit-1", SINCE, None, "leader")])
    await connection.execute("vacuum analyze")
    await connection.close()


async def bare(url: str) -> Load:
    """The same questions from one process, without HTTP, token and JSON."""
    pool = await asyncpg.create_pool(url, min_size=CALLERS, max_size=CALLERS)
    seconds: list[float] = []
    numbers = iter(range(TOTAL))

    async def caller() -> None:
        for n in numbers:
            q = SEARCHES[n // 2 % len(SEARCHES)] if n % 2 else None
            began = time.perf_counter()
            await people(pool, Visible(everything=True), PeopleAsked(TODAY, 51, q=q))
            seconds.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    whole = time.perf_counter() - began
    await pool.close()
    return Load(TOTAL, whole, sorted(seconds))


async def over_http(url: str, home: Path) -> dict[str, Load]:
    found = {}
    async with roster_service(url, home) as (settings, at):
        issuer = dev_issuer(settings)
        tokens = {
            "hr": issuer.mint("bench", ("hr",)),
            "leader": issuer.mint("lead", ("unit_leader",), person_id=LEADER),
        }
        asks = {
            "list": ("hr", [""]),
            "search": ("hr", [f"?q={quote(q)}" for q in SEARCHES]),
            "unit": ("hr", [f"?unit=unit-{n}" for n in range(50)]),
            "leader": ("leader", ["", "?q=w"]),
        }
        for name, (who, queries) in asks.items():
            paths = list(islice(cycle(queries), TOTAL))
            found[name] = await press(
                at, lambda n, w=who, p=paths: get(p[n], tokens[w]), callers=CALLERS, total=TOTAL
            )
    return found


def get(query: str, token: str) -> bytes:
    head = f"GET /v1/persons{query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
    return head.encode()


async def main(*, as_json: bool) -> None:
    async with durable_server() as server:
        url = await database(server, "people", "roster")
        await fill(url)
        question = await bare(url)
        with tempfile.TemporaryDirectory() as home:
            found = await over_http(url, Path(home))
    show(
        f"people: {PEOPLE:,} people, {CALLERS} callers, load generator on the same cores",
        [
            Figure("the bare questions in SQL, in turn", question.per_second, waits(question)),
            *(
                Figure(f"GET /v1/persons: {name}", load.per_second, waits(load))
                for name, load in found.items()
            ),
        ],
        [
            *(
                Ratio(f"50 ms to the p99 of {name}", SECONDS_MAX / load.percentile(0.99), 1)
                for name, load in found.items()
            ),
            Ratio(
                "list, to the bare question", found["list"].per_second / question.per_second, 0.2
            ),
        ],
        as_json=as_json,
    )
