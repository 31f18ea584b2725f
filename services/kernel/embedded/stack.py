"""Everything on one machine, up, down and looked at: PostgreSQL, then the processes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.kernel.embedded import pid_file, postgres, supervisor
from services.kernel.embedded.child import pid_path
from services.kernel.embedded.port import require_free
from services.kernel.embedded.problem import FAILED, NOT_RUNNING, OK, PARTLY, Problem
from services.kernel.embedded.processes import Planned, to_json
from services.kernel.settings import REPOSITORY, Settings

START_SECONDS_MAX = 180.0
STOP_SECONDS_MAX = 60.0
_POLL_SECONDS = 0.1
_LOG_LINES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """One process as found now; `port` is None for workers."""

    name: str
    state: str
    pid: int | None
    port: int | None
    restarts: int = 0


def is_up(home: Path) -> bool:
    return pid_file.alive(pid_path(home, supervisor.NAME)) is not None


def start_database(settings: Settings) -> postgres.Server:
    """Attach or start, after whatever a killed supervisor left has been ended."""
    supervisor.end_strays(settings.home)
    server = database_of(settings)
    if postgres.running_port(server) != server.port or postgres.running_pid(server) is None:
        require_free({"postgres": server.port})
    postgres.start(server)
    return server


def database_of(settings: Settings) -> postgres.Server:
    return postgres.Server(settings.home, settings.port("postgres"), postgres.DURABLE)


def check_ports(settings: Settings, plan: Sequence[Planned]) -> None:
    """All of them before anything is started; our own running server is no stranger."""
    supervisor.end_strays(settings.home)
    ports = {item.name: item.port for item in plan if item.port is not None}
    server = database_of(settings)
    if postgres.running_pid(server) is None or postgres.running_port(server) != server.port:
        ports["postgres"] = server.port
    require_free(ports)


def start_processes(
    settings: Settings,
    plan: Sequence[Planned],
    *,
    postgres_port: int | None,
    seen: Callable[[Sequence[Seen]], None] = lambda _: None,
) -> None:
    """Start the supervisor and wait until all are ready. Raises Problem after stopping all."""
    home = settings.home
    told = {"postgres_port": postgres_port, "processes": json.loads(to_json(plan))}
    supervisor.plan_path(home).write_text(json.dumps(told), encoding="utf-8")
    supervisor.state_path(home).unlink(missing_ok=True)
    with (home / "logs" / "supervisor.log").open("ab") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", supervisor.__name__, str(home)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=home,
            env=dict(os.environ) | {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        )
    end = time.monotonic() + START_SECONDS_MAX
    while True:
        found = processes(home)
        seen(found)
        names = {item.name for item in found}
        if (
            is_up(home)
            and all(item.name in names for item in plan)
            and all(item.state == "ready" for item in found)
        ):
            started.returncode = 0  # It outlives us on purpose; Popen would warn of that.
            return
        failed = next((item for item in found if item.state == "failed"), None)
        if failed is not None or started.poll() is not None or time.monotonic() > end:
            name = failed.name if failed else supervisor.NAME
            problem = _did_not_start(home, name)
            stop(home)
            started.kill()  # If it never came to write its pid file.
            started.wait()
            raise problem
        time.sleep(_POLL_SECONDS)


def processes(home: Path) -> list[Seen]:
    """The supervised processes, by the supervisor's note and checked against their pid files."""
    found = []
    for item in _noted(home).get("processes", ()):
        identity = pid_file.alive(pid_path(home, item["name"]))
        noted = item["state"]
        if identity is None and noted in {"ready", "starting"}:
            noted = "stopped"
        pid = identity.pid if identity else None
        found.append(Seen(item["name"], noted, pid, item["port"], item["restarts"]))
    return found


def _noted(home: Path) -> dict[str, Any]:
    """The supervisor's note; empty while there is none."""
    try:
        noted: dict[str, Any] = json.loads(supervisor.state_path(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def look(settings: Settings) -> tuple[list[Seen], int]:
    """Everything there is, and the exit code that sums it up."""
    home = settings.home
    server = database_of(settings)
    database = postgres.running_pid(server)
    keeper = pid_file.alive(pid_path(home, supervisor.NAME))
    found = [
        Seen(
            "postgres",
            *_state(database),
            postgres.running_port(server) if database else None,
            _noted(home).get("database_restarts", 0),
        ),
        Seen(supervisor.NAME, *_state(keeper.pid if keeper else None), None),
        *processes(home),
    ]
    if all(item.pid is None for item in found):
        return found, NOT_RUNNING
    return found, OK if all(item.state == "ready" for item in found) else PARTLY


def stop(home: Path) -> bool:
    """Ordered: gateway before rooms, PostgreSQL last; True when something was running."""
    keeper = pid_path(home, supervisor.NAME)
    stopped = pid_file.stop(keeper, grace_seconds=STOP_SECONDS_MAX, group=False)
    strays = supervisor.end_strays(home)
    database = postgres.stop(postgres.Server(home, 0, postgres.DURABLE))
    return bool(stopped or strays or database)


def call_off(home: Path) -> None:
    """Stop what is being started, too: a supervisor not yet to be found sees that its plan is gone.

    It writes its pid file and then looks for the plan; here it is the other way round, so one of
    the two sees the other.
    """
    supervisor.plan_path(home).unlink(missing_ok=True)
    stop(home)


def _state(pid: int | None) -> tuple[str, int | None]:
    return ("ready", pid) if pid is not None else ("stopped", None)


def _did_not_start(home: Path, name: str) -> Problem:
    log = home / "logs" / f"{name}.log"
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    last = " / ".join(lines[-_LOG_LINES:])[-500:]
    return Problem(
        f"{name} 未能启动：{last}。详见 {log}",
        f"{name} did not start: {last}. See {log}",
        exit_code=FAILED,
    )
