"""The embedded server: durable by default, attached to, healed after any kill, never half made."""

import asyncio
import os
import signal
import subprocess
import sys

import asyncpg
import pytest

from services.kernel.embedded import binaries, pid_file, port, postgres
from services.kernel.embedded.home import prepare
from services.kernel.embedded.problem import Problem


@pytest.fixture
def server(open_folder):
    prepare(open_folder / "h")
    return postgres.Server(open_folder / "h", port.any_free(), postgres.DURABLE)


def ask(server: postgres.Server, *questions: str) -> list[object]:
    async def run() -> list[object]:
        connection = await asyncpg.connect(server.url())
        try:
            return [await connection.fetchval(question) for question in questions]
        finally:
            await connection.close()

    return asyncio.run(run())


def test_it_starts_durable_and_closed_to_who_has_no_password(server):
    assert postgres.start(server) is True
    settings = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    found = ask(server, *(f"SHOW {name}" for name in settings), "SHOW listen_addresses")

    assert found == ["on", "on", "on", "on", "127.0.0.1"]
    assert ask(server, "SELECT uuidv7() IS NOT NULL") == [True]
    assert server.password_file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(asyncpg.InvalidPasswordError):
        asyncio.run(asyncpg.connect(server.url().replace(":", ":x", 2).replace("x//", "//")))


def test_a_second_start_attaches_and_stop_is_idempotent(server):
    postgres.start(server)
    pid = postgres.running_pid(server)

    assert postgres.start(server) is False
    assert postgres.running_pid(server) == pid
    assert postgres.stop(server) is True
    assert postgres.stop(server) is False


def test_it_outlives_its_starter_and_comes_back_after_kill_nine(server):
    starter = (
        "import sys, os; from pathlib import Path; from services.kernel.embedded import postgres\n"
        "postgres.start(postgres.Server(Path(sys.argv[1]), int(sys.argv[2]), postgres.DURABLE))\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", starter, str(server.home), str(server.port)], check=False)
    assert postgres.start(server) is False
    ask(server, "CREATE TABLE kept AS SELECT 7 AS x")

    for _ in range(3):  # The postmaster is a zombie for a moment, or until nobody reaps it.
        postmaster = pid_file.identify(postgres.running_pid(server))
        os.kill(postmaster.pid, signal.SIGKILL)
        assert pid_file.wait_gone(postmaster, 5)
        assert postgres.start(server) is True
    assert ask(server, "SELECT x FROM kept") == [7]


def test_the_lock_of_a_stranger_with_the_same_number_does_not_stop_it(server):
    postgres.start(server)
    lock = server.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    postgres.stop(server)
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

        assert postgres.running_pid(server) is None
        assert postgres.start(server) is True
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_left_on_another_port_is_moved(server):
    postgres.start(server)
    moved = postgres.Server(server.home, port.any_free(), postgres.DURABLE)

    assert postgres.start(moved) is True
    assert postgres.running_port(moved) == moved.port


def test_half_a_cluster_is_never_left(server, monkeypatch):
    def fail(command, **_):
        (server.data.with_name("data.new") / "base").mkdir(parents=True)
        raise Problem("满", "initdb failed: No space left on device")

    monkeypatch.setattr(binaries, "run", fail)
    with pytest.raises(Problem):
        postgres.start(server)
    assert list(server.data.parent.iterdir()) == []
    monkeypatch.undo()
    assert postgres.start(server) is True


def test_a_taken_port_is_explained_by_the_servers_own_words(server):
    import socket

    postgres.start(server)
    postgres.stop(server)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", server.port))
        taken.listen()
        with pytest.raises(Problem, match=r"did not start: .*could not .*postgres\.log"):
            postgres.start(server)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another account")
def test_a_closed_folder_is_named(open_folder):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    prepare(closed / "h")

    with pytest.raises(Problem, match=f"{closed} is closed to other accounts"):
        postgres.start(postgres.Server(closed / "h", port.any_free(), postgres.DURABLE))
