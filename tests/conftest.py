"""One embedded PostgreSQL for a whole test run, started when first asked for, and its databases.

`pg_url`                       the server's address as superuser, database `postgres`
`await fresh_database(room)`   a new migrated database of this room; `fresh_database()` an empty one
`open_folder`                  a folder other accounts may pass through (tmp_path is closed to them)
"""

import asyncio
import fcntl
import importlib.util
import itertools
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
import structlog
from hypothesis import HealthCheck, Phase, settings

from services.kernel.embedded import pid_file, port, postgres
from services.kernel.settings import STORES

# A busy machine is no counterexample.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A mutant is noticed or not: the same examples each time, and no smallest one is looked for.
settings.register_profile(
    "mutant",
    settings.get_profile("house"),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("mutant" if "MUTANT_UNDER_TEST" in os.environ else "house")
FreshDatabase = Callable[..., Awaitable[str]]
_PREFIX = "jingheng-test-"
_OWNER = "owner.pid"
_ROOM_BYTES = 4 * 2**30
_numbers = itertools.count()
_run: Path | None = None  # The folder this run shares among its workers.


def pytest_configure(config: pytest.Config) -> None:
    global _run  # noqa: PLW0603  # pytest calls us by name; there is one run to a process.
    if hasattr(config, "workerinput"):  # An xdist worker.
        _run = Path(config.workerinput["jingheng_run"])
        return
    _sweep()
    _run = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_quick_place()))
    _run.chmod(0o755)
    pid_file.write(_run / _OWNER, os.getpid())


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command run in a test sets up the logs of its process; the next test reads its own."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    if structlog.get_config() != before:
        structlog.configure(**before)
        root.handlers[:] = handlers
        root.setLevel(level)


def _quick_place() -> str | None:
    """Memory where there is plenty: thousands of databases come and go, and no disk is to stall."""
    memory = Path("/dev/shm")  # noqa: S108
    there = memory.is_dir() and os.access(memory, os.W_OK)
    return str(memory) if there and shutil.disk_usage(memory).free > _ROOM_BYTES else None


def pytest_unconfigure(config: pytest.Config) -> None:
    if _run is not None and not hasattr(config, "workerinput"):
        _remove(_run)


class ToWorkers:
    """Only with xdist: without it pytest does not know the hook, and strict mode refuses it."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node) -> None:
        node.workerinput["jingheng_run"] = str(_run)


def pytest_plugin_registered(plugin, manager) -> None:
    if not manager.has_plugin("jingheng-to-workers"):
        manager.register(ToWorkers(), "jingheng-to-workers")


def _sweep() -> None:
    """Servers of runs that were killed before they could clean up."""
    places = {Path(tempfile.gettempdir()), Path(_quick_place() or tempfile.gettempdir())}
    for folder in (found for place in places for found in place.glob(f"{_PREFIX}*")):
        noted = folder / _OWNER
        if noted.exists() and os.access(folder, os.W_OK) and pid_file.alive(noted) is None:
            _remove(folder)


def _remove(folder: Path) -> None:
    from tests.kernel.stream.conftest import stop_broker

    stop_broker(folder)
    postgres.stop(_server(folder, 0), mode="immediate")
    shutil.rmtree(folder, ignore_errors=True)


def _server(folder: Path, number: int) -> postgres.Server:
    return postgres.Server(folder / "pg", number, postgres.THROW_AWAY, auth="trust")


@contextmanager
def _locked(name: str) -> Iterator[Path]:
    """Across xdist workers."""
    assert _run is not None
    with (_run / f"{name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield _run


def server_url(database: str = "postgres") -> str:
    with _locked("server") as folder:
        noted = folder / "port"
        if not noted.exists():
            number = port.any_free()
            (folder / "pg").mkdir(exist_ok=True)
            (folder / "pg").chmod(0o755)
            postgres.start(_server(folder, number))
            noted.write_text(str(number))
    return _server(folder, int(noted.read_text())).url(database)


async def _execute(*statements: str) -> None:
    connection = await asyncpg.connect(server_url())
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def template(room: str | None) -> str:
    """The name of this room's migrated template, made once a run. Blocking: has its own loop."""
    name = f"template_{room or 'empty'}"
    server_url()
    with _locked(name) as folder:
        if (folder / name).exists():
            return name
        statements = [f"CREATE DATABASE {name}"]
        if room is not None:
            roles = [f"{r}_{kind}" for r in STORES if r == room for kind in ("owner", "app")]
            statements = [*(f"CREATE ROLE {role} LOGIN" for role in roles), *statements]
            if roles:
                statements.append(f"ALTER DATABASE {name} OWNER TO {room}_owner")
        asyncio.run(_execute(*statements))
        if room is not None and importlib.util.find_spec("services.kernel.migrate") is not None:
            from services.kernel import migrate

            migrate.upgrade(room, server_url(name).replace("postgres@", f"{room}_owner@"))
        (folder / name).touch()
    return name


@pytest.fixture
def pg_url() -> str:
    return server_url()


@pytest.fixture
async def fresh_database() -> AsyncIterator[FreshDatabase]:
    made: list[str] = []

    async def make(room: str | None = None) -> str:
        source = await asyncio.to_thread(template, room)
        name = f"t_{os.getpid()}_{next(_numbers)}"
        await _execute(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")
        made.append(name)
        return server_url(name)

    yield make
    await _execute(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in made))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Short, too; removed with whatever PostgreSQL still runs in it."""
    folder = Path(tempfile.mkdtemp(prefix="jh-"))
    folder.chmod(0o755)
    yield folder
    for data in folder.rglob("postgres/data"):
        postgres.stop(postgres.Server(data.parents[1], 0, postgres.THROW_AWAY), mode="immediate")
    shutil.rmtree(folder, ignore_errors=True)
