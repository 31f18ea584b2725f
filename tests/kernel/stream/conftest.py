"""One real broker for the run, started when first asked for; a topic of its own for each test."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from services.kernel.embedded import kafka, port
from services.kernel.embedded.pid_file import alive, write
from services.kernel.embedded.processes import Planned
from services.kernel.pulse import RelayPulse
from services.kernel.room import now

if TYPE_CHECKING:
    from tests.kernel.stream.secured import Secured

LACKING = [program for program in ("java", "mvn") if shutil.which(program) is None]


def unseen(room: str) -> RelayPulse:
    """A relay's pulse that nobody looks at."""
    return RelayPulse(room, time.monotonic, now)


def broker_home() -> Path:
    import tests.conftest as run

    assert run._run is not None
    return run._run / "broker"


@pytest.fixture(scope="session")
def kafka_servers(request) -> str:
    """`host:port` of a real broker; skipped, in one clear line, where there is no Java."""
    if given := os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        return given
    if LACKING and os.environ.get("CI") != "true":
        pytest.skip(f"no Kafka broker here: {' and '.join(LACKING)} not installed")
    return started("broker", kafka.prepare)


def started(name: str, prepare: Callable[[Path, int, int], Planned]) -> str:
    """`host:port` of this run's broker of that name, started by whichever worker asks first."""
    import tests.conftest as run

    assert run._run is not None
    home = run._run / name
    home.mkdir(exist_ok=True)
    with (home.parent / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        noted = home / "servers"
        if not noted.exists():
            number = port.any_free()
            planned = prepare(home, number, port.any_free())
            with (home / "broker.log").open("wb") as out:
                process = subprocess.Popen(
                    planned.command, stdout=out, stderr=out, start_new_session=True
                )
            write(home / "broker.pid", process.pid)
            _wait(number, process)
            process.returncode = 0  # Let go of: the end of the run stops it by its pid file.
            noted.write_text(f"127.0.0.1:{number}")
    return noted.read_text()


@pytest.fixture(scope="session")
def secured() -> "Secured":
    """A broker with TLS, SCRAM and an authorizer; skipped where there is no Java."""
    from tests.kernel.stream.secured import Secured, prepare

    if LACKING and os.environ.get("CI") != "true":
        pytest.skip(f"no Kafka broker here: {' and '.join(LACKING)} not installed")
    servers = started("secured", prepare)
    return Secured(broker_home().with_name("secured"), servers)


def _wait(number: int, process: subprocess.Popen) -> None:
    import socket

    for _ in range(300):
        assert process.poll() is None, "the broker ended at once"
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", number), 0.2).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the broker did not open its port")


def stop_broker(folder: Path) -> None:
    """Called at the end of the run, whichever worker started it."""
    for name in ("broker", "secured"):
        noted = folder / name / "broker.pid"
        found = alive(noted) if noted.exists() else None
        if found is not None:
            with suppress(ProcessLookupError):
                os.killpg(found.pid, signal.SIGKILL)


@pytest.fixture
def topic() -> str:
    return f"t-{uuid4().hex[:12]}.events"
