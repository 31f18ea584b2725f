"""Up, looked at, killed, healed, down: the operator's day with the real thing."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from services.kernel.embedded import pid_file, stack
from services.kernel.embedded.child import pid_path
from tests.cli.run import ROOT, jingheng, port_base, surroundings


@pytest.fixture
def place(open_folder):
    """The environment of one installation, stopped afterwards whatever happened."""
    home = open_folder / "h"
    yield {"JINGHENG_HOME": str(home), "JINGHENG_PORT_BASE": port_base()}
    if home.exists():
        stack.stop(home)


def kill(home, name):
    identity = pid_file.alive(pid_path(home, name))
    os.kill(identity.pid, signal.SIGKILL)
    assert pid_file.wait_gone(identity, 5)


def test_a_day(place, open_folder):
    home = open_folder / "h"
    assert jingheng("status", **place).code == 3
    assert not home.exists()  # Looking leaves nothing behind.
    first = jingheng("up", "--no-demo", "--json", **place)
    assert first.code == 0, first.err
    assert json.loads(first.out)["already_up"] is False

    second = jingheng("up", "--no-demo", **place)
    assert (second.code, "Already up" in second.err) == (0, True)
    other = jingheng("up", "--no-demo", "--json", **place | {"JINGHENG_PORT_BASE": "8700"})
    assert str(json.loads(other.out)["port_base"]) == place["JINGHENG_PORT_BASE"]
    assert "to move to 8700" in other.err

    seen = json.loads(jingheng("status", "--json", **place).out)
    assert seen["exit_code"] == 0
    assert all(item["ready"] and item["pid"] for item in seen["processes"])

    kill(home, "supervisor")
    assert jingheng("status", **place).code == 4
    healed = jingheng("up", "--no-demo", "--json", JINGHENG_HOME=place["JINGHENG_HOME"])
    assert healed.code == 0, healed.err
    assert str(json.loads(healed.out)["port_base"]) == place["JINGHENG_PORT_BASE"]
    assert jingheng("status", **place).code == 0

    assert "Stopped" in jingheng("down", **place).err
    assert jingheng("status", **place).code == 3
    assert jingheng("down", **place).code == 0
    assert "supervisor has stopped" in jingheng("logs", "supervisor", **place).out


def test_down_also_ends_what_a_killed_supervisor_left(place, open_folder):
    assert jingheng("up", "--no-demo", **place).code == 0
    kill(open_folder / "h", "supervisor")

    assert jingheng("down", **place).code == 0
    assert jingheng("status", **place).code == 3


def test_a_taken_port_stops_it_before_anything_is_started(place):
    number = int(place["JINGHENG_PORT_BASE"]) + 4
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", number))
        taken.listen()
        answer = jingheng("up", **place)

    assert answer.code == 5
    assert f"{number} (issuer)" in answer.err
    assert f"pid {os.getpid()}" in answer.err
    assert not Path(place["JINGHENG_HOME"]).exists()  # Nothing is left behind.
    assert jingheng("status", **place).code == 3


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_ended_in_the_middle_it_leaves_nothing_running(place, told):
    process = subprocess.Popen(
        [sys.executable, "-m", "services.cli", "up", "--no-demo"],
        cwd=ROOT,
        env=surroundings(**place),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = iter(process.stderr.readline, "")
    assert any("Starting the processes" in line for line in lines)
    process.send_signal(told)
    _, rest = process.communicate(timeout=120)

    assert (process.returncode, "Interrupted" in rest) == (130, True)
    assert jingheng("status", **place).code == 3


def test_two_at_once_make_one(place):
    answers = []
    runs = [
        threading.Thread(target=lambda: answers.append(jingheng("up", "--no-demo", **place)))
        for _ in range(2)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert [answer.code for answer in answers] == [0, 0]
    assert sum("Already up" in answer.err for answer in answers) == 1


def test_a_place_that_cannot_be_written_is_one_line(open_folder):
    (open_folder / "file").touch()
    answer = jingheng("up", JINGHENG_HOME=str(open_folder / "file" / "h"))

    assert answer.code == 5
    assert answer.err.count("\n") == 1
    assert "--home" in answer.err
