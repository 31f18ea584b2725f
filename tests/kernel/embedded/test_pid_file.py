"""Pid files: our process is found and stopped, a recycled pid is never touched."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from services.kernel.embedded import pid_file


@pytest.fixture
def sleeper():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def test_a_running_process_is_found_by_its_file(tmp_path, sleeper):
    pid_file.write(tmp_path / "a.pid", sleeper.pid)

    assert pid_file.alive(tmp_path / "a.pid").pid == sleeper.pid


def test_a_recycled_pid_is_neither_alive_nor_killed(tmp_path, sleeper):
    path = tmp_path / "a.pid"
    pid_file.write(path, sleeper.pid)
    noted = json.loads(path.read_text())
    path.write_text(json.dumps(noted | {"started": noted["started"] - 1}))

    assert pid_file.alive(path) is None
    assert pid_file.stop(path, grace_seconds=1) is False
    time.sleep(0.1)
    assert sleeper.poll() is None
    assert not path.exists()


def test_a_pid_from_before_the_machine_started_again_is_a_stranger(tmp_path, sleeper):
    path = tmp_path / "a.pid"
    pid_file.write(path, sleeper.pid)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"boot": "another"}))

    assert pid_file.alive(path) is None


@pytest.mark.parametrize("text", ["", "12", '{"pid": 1}', "null", "{"])
def test_a_broken_file_speaks_of_nobody(tmp_path, text):
    (tmp_path / "a.pid").write_text(text)

    assert pid_file.alive(tmp_path / "a.pid") is None


def test_a_zombie_is_gone(tmp_path, sleeper):
    pid_file.write(tmp_path / "a.pid", sleeper.pid)
    os.kill(sleeper.pid, signal.SIGKILL)
    time.sleep(0.1)  # Not waited for: a zombie by now.

    assert pid_file.alive(tmp_path / "a.pid") is None


def test_what_ignores_sigterm_is_killed_after_the_grace(tmp_path):
    stubborn = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(15, 1); print(1, flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    stubborn.stdout.readline()
    pid_file.write(tmp_path / "a.pid", stubborn.pid)

    assert pid_file.stop(tmp_path / "a.pid", grace_seconds=0.3) is True
    assert stubborn.wait() == -signal.SIGKILL
    stubborn.stdout.close()
