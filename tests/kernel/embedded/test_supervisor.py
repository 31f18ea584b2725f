"""The supervisor: order of start and stop, one to a home, strays ended, the database healed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.kernel.embedded import pid_file, port, postgres, stack, supervisor
from services.kernel.embedded.child import pid_path
from services.kernel.embedded.home import prepare
from services.kernel.embedded.problem import Problem
from services.kernel.settings import load
from tests.kernel.embedded import programs


@pytest.fixture
def settings(open_folder):
    prepare(open_folder / "h")
    settings = load(JINGHENG_HOME=str(open_folder / "h"), JINGHENG_PORT_BASE=port.any_free() - 30)
    yield settings
    stack.stop(settings.home)


def start(settings, *plan, postgres_port=None):
    stack.start_processes(settings, plan, postgres_port=postgres_port)


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_it_stops_in_the_reverse_order_of_start(settings, open_folder):
    ends = open_folder / "ends"
    start(
        settings,
        programs.worker("rooms", ends, stage=0),
        programs.worker("gateway", ends, stage=1),
        programs.worker("follower", ends, stage=2),
    )

    assert [seen.state for seen in stack.processes(settings.home)] == ["ready"] * 3
    assert stack.stop(settings.home) is True
    assert ends.read_text().split() == ["follower", "gateway", "rooms"]
    assert stack.stop(settings.home) is False


def test_strays_of_a_killed_supervisor_are_ended_and_strangers_are_not(settings):
    start(settings, programs.web("a"), programs.worker("b"))
    home = settings.home
    left = [pid_file.alive(pid_path(home, name)) for name in ("a", "b")]
    os.kill(pid_file.alive(pid_path(home, supervisor.NAME)).pid, signal.SIGKILL)
    until(lambda: not stack.is_up(home))
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        pid_file.write(pid_path(home, "c"), stranger.pid)
        noted = json.loads(pid_path(home, "c").read_text())
        pid_path(home, "c").write_text(json.dumps(noted | {"started": 1}))

        assert all(pid_file.identify(identity.pid) == identity for identity in left)
        assert sorted(supervisor.end_strays(home)) == ["a", "b"]
        assert all(pid_file.identify(identity.pid) != identity for identity in left)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_supervisors_do_not_share_a_home(settings):
    start(settings, programs.worker("a"))
    second = (
        "import sys; from pathlib import Path; from services.kernel.embedded.home import locked\n"
        "locked(Path(sys.argv[1]), 'supervisor', wait_seconds=0).__enter__()"
    )
    done = subprocess.run(
        [sys.executable, "-c", second, str(settings.home)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "busy" in done.stderr


def test_what_cannot_start_is_told_with_its_last_words_and_all_is_stopped(settings):
    with pytest.raises(Problem, match=r"bad did not start: .*no such thing.*bad\.log") as problem:
        start(settings, programs.worker("good"), programs.broken("bad"))

    assert problem.value.exit_code == 1
    assert not stack.is_up(settings.home)
    assert pid_file.alive(pid_path(settings.home, "good")) is None


def test_a_killed_postmaster_is_started_again(settings):
    server = stack.start_database(settings)
    start(settings, programs.worker("a"), postgres_port=server.port)
    first = postgres.running_pid(server)
    os.kill(first, signal.SIGKILL)
    until(lambda: postgres.running_pid(server) not in {None, first})

    stack.stop(settings.home)
    assert postgres.running_pid(server) is None
