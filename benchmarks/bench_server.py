"""A durable PostgreSQL of its own for one benchmark run; figures printed with their ratios."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import asyncpg

from services.kernel import migrate
from services.kernel.embedded import port, postgres


@dataclass(frozen=True)
class Figure:
    """One measured rate; `of` is what it is compared with, by name."""

    name: str
    per_second: float
    note: str = ""


@dataclass(frozen=True)
class Ratio:
    """Ours over something else's, with the target of shared/perf.md."""

    name: str
    value: float
    target: float


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="jh-bench-"))
    folder.chmod(0o755)  # The account that PostgreSQL runs under must pass through.
    (folder / "pg").mkdir()
    (folder / "pg").chmod(0o755)
    return folder


@asynccontextmanager
async def durable_server() -> AsyncIterator[postgres.Server]:
    folder = _folder()
    server = postgres.Server(folder / "pg", port.any_free(), postgres.DURABLE, auth="trust")
    await asyncio.to_thread(postgres.start, server)
    try:
        yield server
    finally:
        await asyncio.to_thread(postgres.stop, server, mode="immediate")
        shutil.rmtree(folder, ignore_errors=True)


async def database(server: postgres.Server, name: str, room: str | None = None) -> str:
    connection = await asyncpg.connect(server.url())
    await connection.execute(f"create database {name}")
    await connection.close()
    if room is not None:
        await asyncio.to_thread(migrate.upgrade, room, server.url(name))
    return server.url(name)


def show(title: str, figures: list[Figure], ratios: list[Ratio], *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(
                {
                    "title": title,
                    "figures": [asdict(figure) for figure in figures],
                    "ratios": [
                        asdict(ratio) | {"met": ratio.value >= ratio.target} for ratio in ratios
                    ],
                }
            )
        )
        return
    print(f"\n{title}")
    for figure in figures:
        print(f"  {figure.name:<58} {figure.per_second:>12,.0f} /s  {figure.note}")
    for ratio in ratios:
        met = "met" if ratio.value >= ratio.target else "SHORT OF TARGET"
        print(f"  {ratio.name:<58} {ratio.value:>12.2f} x   target {ratio.target:g}  {met}")
