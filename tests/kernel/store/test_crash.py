"""Killed anywhere, at any time: what was acknowledged is there once, what was not is whole or not.

The real program on a real server with the product's durable settings. Nightly: hundreds of kills.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time

import asyncpg
import pytest

from services.kernel import migrate
from services.kernel.embedded import pid_file, port, postgres
from services.kernel.embedded.home import prepare
from tests.kernel.store.crash import (
    FOLLOWER_PLACES,
    ROOT,
    STORE_PLACES,
    Ledger,
    copy_problems,
    problems,
)

WAIT_SECONDS = 30
MANY = 100_000  # More commands than a writer does before it is killed.


class Bench:
    """A durable server, its databases, and the processes that are killed."""

    def __init__(self, folder) -> None:
        prepare(folder)
        self.folder = folder
        self.server = postgres.Server(folder, port.any_free(), postgres.DURABLE)
        postgres.start(self.server)

    def database(self, name: str, room: str = "training") -> str:
        asyncio.run(_execute(self.server.url(), f"create database {name}"))
        migrate.upgrade(room, self.server.url(name))
        return self.server.url(name)

    def ledger(self, name: str) -> Ledger:
        return Ledger(self.folder / f"{name}.ledger")

    def start(self, program: str, *words: str, failpoint: str = "") -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", f"tests.kernel.store.{program}", *words],
            cwd=ROOT,
            env=dict(os.environ) | {"JINGHENG_FAILPOINT": failpoint},
        )

    def writer(self, url: str, ledger: Ledger, **more) -> "subprocess.Popen[bytes]":
        variant, count = more.get("variant", "sound"), more.get("count", MANY)
        words = (url, str(ledger.path), variant, str(count))
        return self.start("crash_writer", *words, failpoint=more.get("failpoint", ""))

    def kill_server(self, flags=postgres.DURABLE) -> None:
        """The postmaster and every backend, as when the machine stops; then up again."""
        postmaster = pid_file.identify(postgres.running_pid(self.server))
        for pid in postgres._processes_in(self.server.data):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        assert pid_file.wait_gone(postmaster, 5)
        postgres.start(postgres.Server(self.folder, self.server.port, flags))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def wait_for(ledger: Ledger, count: int, process: "subprocess.Popen[bytes]") -> None:
    """Until so many more commands have been acknowledged."""
    wanted = len(ledger.read()[1]) + count
    end = time.monotonic() + WAIT_SECONDS
    while len(ledger.read()[1]) < wanted:
        assert process.poll() is None, "the writer ended by itself"
        assert time.monotonic() < end, "the writer does not get on"
        time.sleep(0.01)


def killed(process: "subprocess.Popen[bytes]") -> None:
    assert process.wait(WAIT_SECONDS) == -signal.SIGKILL


def sound(url: str, ledger: Ledger, where: str) -> None:
    assert asyncio.run(problems(url, ledger)) == [], where


def finish(bench: Bench, url: str, ledger: Ledger) -> None:
    """What was left unanswered is sent once more, and all of it is there once."""
    assert bench.writer(url, ledger, count=5).wait(WAIT_SECONDS) == 0
    sent, acknowledged = ledger.read()
    assert sent == set(acknowledged)
    sound(url, ledger, "at the end")


@pytest.fixture
def bench(open_folder):
    made = Bench(open_folder / "h")
    yield made
    postgres.stop(made.server, mode="immediate")


def kill_at(bench: Bench, url: str, ledger: Ledger, failpoint: str) -> None:
    killed(bench.writer(url, ledger, failpoint=failpoint))
    sound(url, ledger, failpoint)


def kill_while_it_works(bench: Bench, url: str, ledger: Ledger, dice: random.Random) -> None:
    process = bench.writer(url, ledger)
    wait_for(ledger, dice.randrange(1, 60), process)
    time.sleep(dice.random() / 50)
    process.kill()
    killed(process)
    sound(url, ledger, "killed while it worked")


def kill_the_server_under_it(bench: Bench, url: str, ledger: Ledger, dice: random.Random) -> None:
    process = bench.writer(url, ledger)
    wait_for(ledger, dice.randrange(1, 60), process)
    bench.kill_server()
    wait_for(ledger, 5, process)  # The same process goes on, with the same ids.
    process.kill()
    killed(process)
    sound(url, ledger, "the server was killed")


def test_no_kill_loses_or_doubles_what_was_acknowledged(bench):
    dice = random.Random(20261124)
    url, ledger = bench.database("log"), bench.ledger("log")
    for place in STORE_PLACES:
        for nth in (1, dice.randrange(3, 12)):
            kill_at(bench, url, ledger, f"{place}:{nth}")
    kill_while_it_works(bench, url, ledger, dice)
    kill_the_server_under_it(bench, url, ledger, dice)
    finish(bench, url, ledger)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(4))
def test_hundreds_of_kills_lose_and_double_nothing(bench, seed):
    dice = random.Random(seed)
    url, ledger = bench.database("log"), bench.ledger("log")
    for number in range(75):
        if number % 15 == 14:
            kill_the_server_under_it(bench, url, ledger, dice)
        elif number % 3 == 2:
            kill_while_it_works(bench, url, ledger, dice)
        else:
            kill_at(bench, url, ledger, f"{dice.choice(STORE_PLACES)}:{dice.randrange(1, 30)}")
    finish(bench, url, ledger)


@pytest.mark.parametrize(
    ("variant", "place", "told"),
    [
        ("acknowledges_early", "before_commit:4", "was acknowledged with"),
        ("piecemeal", "after_commit_before_response:1", "events, not"),
        ("new_id_each_time", "after_commit_before_response:1", "was carried out 2 times"),
    ],
)
def test_a_planted_bug_is_found(bench, variant, place, told):
    """The red controls: the same kills on a program with a known fault."""
    url, ledger = bench.database("log"), bench.ledger("log")
    killed(bench.writer(url, ledger, variant=variant, failpoint=place))
    if variant == "new_id_each_time":
        assert bench.writer(url, ledger, variant=variant, count=5).wait(WAIT_SECONDS) == 0

    assert told in "\n".join(asyncio.run(problems(url, ledger)))


def test_a_server_that_acknowledges_before_its_disk_is_found(bench):
    """The red control of the durable settings: with this one off, a killed server forgets."""
    forgetful = dict(postgres.DURABLE) | {"synchronous_commit": "off", "wal_writer_delay": "10000"}
    url, ledger = bench.database("log"), bench.ledger("log")
    bench.kill_server(forgetful)
    process = bench.writer(url, ledger)
    wait_for(ledger, 40, process)
    process.kill()
    killed(process)
    bench.kill_server()

    assert "was acknowledged with" in "\n".join(asyncio.run(problems(url, ledger)))


def _filled(bench: Bench, count: int) -> str:
    url, ledger = bench.database("log"), bench.ledger("log")
    assert bench.writer(url, ledger, count=count).wait(WAIT_SECONDS) == 0
    return url


def test_a_follower_killed_anywhere_ends_equal_to_the_log(bench):
    source = _filled(bench, 120)
    copy = bench.database("copy", "gateway")
    for place in FOLLOWER_PLACES:
        for nth in (1, 3):
            killed(bench.start("crash_follower", source, copy, "sound", failpoint=f"{place}:{nth}"))
            assert asyncio.run(copy_problems(source, copy)) == [], f"{place}:{nth}"
    assert bench.start("crash_follower", source, copy, "sound").wait(WAIT_SECONDS) == 0

    assert asyncio.run(copy_problems(source, copy)) == []
    assert asyncio.run(_count(copy, "facts")) == asyncio.run(_count(source, "events"))


async def _count(url: str, table: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(f"select count(*) from {table}")
    finally:
        await connection.close()


def test_a_follower_whose_effect_commits_by_itself_is_found(bench):
    """The red control of the test above."""
    source = _filled(bench, 20)
    copy = bench.database("copy", "gateway")
    place = "after_apply_before_commit:2"
    killed(bench.start("crash_follower", source, copy, "apart", failpoint=place))

    assert asyncio.run(copy_problems(source, copy)) != []
