"""Process: starts the planned processes in order, restarts what crashes, stops in reverse order.

`python -m services.kernel.embedded.supervisor HOME` reads `HOME/run/plan.json` and keeps
`HOME/run/state.json` true. It also starts PostgreSQL again when its postmaster dies.
"""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from services.kernel.embedded import pid_file, postgres
from services.kernel.embedded.child import Child, pid_path
from services.kernel.embedded.home import locked
from services.kernel.embedded.problem import Problem
from services.kernel.embedded.processes import Planned, from_json

NAME = "supervisor"
_DATABASE_POLL_SECONDS = 1.0


class Supervisor:
    """All children of one home, and the database they need."""

    def __init__(
        self, home: Path, plan: Sequence[Planned], server: postgres.Server | None = None
    ) -> None:
        self.home = home
        self.children = [Child(planned, home, self._note) for planned in plan]
        self.database_restarts = 0
        self._server = server
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: None)  # The terminal may close.
        tasks = [asyncio.create_task(self._watch_database())] if self._server else []
        starting = asyncio.create_task(self._start_in_order(tasks))
        await self._stopping.wait()
        await self._stop_in_order([starting, *tasks])

    def stop_soon(self) -> None:
        self._stopping.set()

    async def _start_in_order(self, tasks: list[asyncio.Task[None]]) -> None:
        for _, stage in itertools.groupby(self.children, lambda child: child.planned.stage):
            together = list(stage)
            tasks += [asyncio.create_task(child.run()) for child in together]
            await asyncio.gather(*(child.settled.wait() for child in together))

    async def _stop_in_order(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        for task in tasks:  # First, so that nobody restarts what is being stopped.
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        backwards = list(reversed(self.children))
        for _, stage in itertools.groupby(backwards, lambda child: child.planned.stage):
            await asyncio.gather(*(child.stop() for child in stage))
        if self._server is not None:
            await asyncio.to_thread(postgres.stop, self._server)
        self._note()

    async def _watch_database(self) -> None:
        while self._server is not None:
            await asyncio.sleep(_DATABASE_POLL_SECONDS)
            if await asyncio.to_thread(postgres.running_pid, self._server) is None:
                _log("postgres is gone, starting it again")
                try:
                    await asyncio.to_thread(postgres.start, self._server)
                    self.database_restarts += 1
                except Problem as problem:  # Disk full, say: tried again in a second.
                    _log(str(problem))
                self._note()

    def _note(self) -> None:
        """Write the state whole or not at all; a full disk must not end the supervisor."""
        state = {
            "database_restarts": self.database_restarts,
            "processes": [
                {
                    "name": child.planned.name,
                    "state": child.state,
                    "pid": child.pid,
                    "port": child.planned.port,
                    "restarts": child.restarts,
                    "last_exit": child.last_exit,
                }
                for child in self.children
            ],
        }
        waiting = state_path(self.home).with_suffix(".new")
        with contextlib.suppress(OSError):
            waiting.write_text(json.dumps(state), encoding="utf-8")
            waiting.replace(state_path(self.home))


def state_path(home: Path) -> Path:
    return home / "run" / "state.json"


def plan_path(home: Path) -> Path:
    return home / "run" / "plan.json"


def end_strays(home: Path, *, grace_seconds: float = 10.0) -> list[str]:
    """Stop what a killed supervisor left running; youngest pid file first."""
    files = [file for file in (home / "run").glob("*.pid") if file.stem != NAME]
    files.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    return [file.stem for file in files if pid_file.stop(file, grace_seconds=grace_seconds)]


def _log(words: str) -> None:
    sys.stdout.write(time.strftime("%FT%TZ ", time.gmtime()) + words + "\n")
    sys.stdout.flush()


def main(home: Path) -> None:
    try:
        told = json.loads(plan_path(home).read_text(encoding="utf-8"))
    except FileNotFoundError:  # Called off before we came to run.
        _log("called off")
        return
    plan = from_json(json.dumps(told["processes"]))
    port = told["postgres_port"]
    server = postgres.Server(home, port, postgres.DURABLE) if port else None
    with locked(home, NAME, wait_seconds=15):
        pid_file.write(pid_path(home, NAME), os.getpid())
        _log("supervisor starts")
        try:
            if plan_path(home).exists():
                asyncio.run(Supervisor(home, plan, server).run())
            else:
                _log("called off")
        finally:
            pid_path(home, NAME).unlink(missing_ok=True)
            _log("supervisor has stopped")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
