"""The bureau as real processes to be struck: each with a supervisor, each wire with a proxy."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import asyncpg
import httpx

from services.cli.issuer import client_secrets, dev_issuer
from services.kernel.embedded import kafka, pid_file, port, postgres
from services.kernel.embedded.home import prepare
from services.kernel.settings import PORT_OFFSETS, REPOSITORY, load
from tests.faults.proxy import Proxy, Weather
from tests.faults.schedule import Fault

ROOMS = ("roster", "gateway")
AGAIN_SECONDS = 0.5  # The supervisor's pause before it starts an ended process again.
STOP_SECONDS = 20
READY_SECONDS = 60


class Supervised:
    """One process, started again whenever it ends; in a session of its own."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._command, self._environment, self.log = command, environment, log
        self.ends: list[int] = []
        self.process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        while True:
            with self.log.open("ab") as out:
                self.process = await asyncio.create_subprocess_exec(
                    *self._command,
                    env={"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)}
                    | dict(self._environment),
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                )
            self.ends.append(await self.process.wait())
            await asyncio.sleep(AGAIN_SECONDS)

    def send(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)

    async def restart(self) -> None:
        """Gracefully; killed when it does not end in time, and that is noted as -9."""
        before = len(self.ends)
        self.send(signal.SIGTERM)
        for _ in range(STOP_SECONDS * 10):
            if len(self.ends) > before:
                return
            await asyncio.sleep(0.1)
        self.send(signal.SIGKILL)

    async def close(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self.process is not None and self.process.returncode is None:
            self.send(signal.SIGKILL)
            await self.process.wait()


class Bench:
    """Roster, issuer, relay, two followers, PostgreSQL and a broker nobody else uses."""

    replication = 1

    def __init__(self, folder: Path, **planted: str) -> None:
        """`planted`: relay or follower, and the module of this folder that stands in for it."""
        self.folder, self._planted = folder, planted
        (folder / "home").mkdir()
        prepare(folder / "home")
        prepare(folder / "db")
        (folder / "db").chmod(0o755)
        self.server = postgres.Server(
            folder / "db", port.any_free(), postgres.DURABLE, auth="trust"
        )
        self.settings = load(JINGHENG_HOME=str(folder / "home"), JINGHENG_PORT_BASE=_free_base())
        client_secrets(self.settings)
        self.roster = f"http://127.0.0.1:{self.settings.port('roster')}"
        # The broker listens once for the test and once behind each proxy.
        self._kafka_ports = {name: port.any_free() for name in ("plain", "relay", "follower")}
        self.broker = f"127.0.0.1:{self._kafka_ports['plain']}"
        self.wires = {
            "relay-kafka": Proxy(port.any_free(), self._kafka_ports["relay"]),
            "follower-kafka": Proxy(port.any_free(), self._kafka_ports["follower"]),
            "roster-postgres": Proxy(port.any_free(), self.server.port),
        }
        self.processes: dict[str, Supervised] = {}

    def _bootstrap(self, wire: str) -> str:
        return f"127.0.0.1:{self.wires[wire].port}"

    async def _brokers(self) -> None:
        self._run("kafka", await asyncio.to_thread(self._broker_command), {})

    def url(self, room: str, role: str = "app", at: int | None = None) -> str:
        return f"postgresql://{room}_{role}@127.0.0.1:{at or self.server.port}/{room}"

    def token(self) -> str:
        return dev_issuer(self.settings).mint("test:hr", ("hr",))

    async def start(self) -> None:
        await self._databases()
        for proxy in self.wires.values():
            await proxy.start()
        await self._brokers()
        self._run("issuer", _ours("issuer"), self._environment())
        at = self.wires["roster-postgres"].port
        told = self._environment(ROSTER_DATABASE_URL=self.url("roster", at=at))
        self._run("roster", _ours("serve", "roster"), told)
        await self._ready(f"{self.roster}/health/ready")
        relay = {"ROSTER_DATABASE_URL": self.url("roster"), "KAFKA_PARTITIONS": "4"}
        relay["KAFKA_REPLICATION"] = str(self.replication)
        self._run("relay", _ours("relay", "roster"), self._environment("relay-kafka", **relay))
        told = {"GATEWAY_DATABASE_URL": self.url("gateway")}
        for name in ("follower", "follower-2"):  # They share the partitions.
            told["JINGHENG_FOLLOWER_INSTANCE"] = name if name == "follower" else ""
            self._run(name, _ours("follow", "gateway"), self._environment("follower-kafka", **told))

    def _run(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        if (module := self._planted.get(name)) is not None:
            command = [sys.executable, "-m", f"tests.faults.{module}"]
        made = Supervised(command, environment, self.folder / f"{name}.log")
        self.processes[name] = made
        made.start()

    def _environment(self, wire: str | None = None, **more: str) -> dict[str, str]:
        secret = client_secrets(self.settings)["gateway"]
        told = {
            "JINGHENG_HOME": str(self.settings.home),
            "JINGHENG_PORT_BASE": str(self.settings.port_base),
        }
        if wire is not None:
            told["KAFKA_BOOTSTRAP_SERVERS"] = self._bootstrap(wire)
            told["JINGHENG_CLIENT_SECRET"] = secret
        return told | more

    async def _databases(self) -> None:
        await asyncio.to_thread(postgres.start, self.server)
        connection = await asyncpg.connect(self.server.url())
        for room in ROOMS:
            for role in ("owner", "app"):
                await connection.execute(f"create role {room}_{role} login")
            await connection.execute(f"create database {room} owner {room}_owner")
            await connection.execute(f"grant connect on database {room} to {room}_app")
        await connection.close()
        from services.kernel import migrate

        for room in ROOMS:
            await asyncio.to_thread(migrate.upgrade, room, self.url(room, "owner"))

    def _broker_command(self) -> Sequence[str]:
        ports, controller = self._kafka_ports, port.any_free()
        planned = kafka.prepare(self.folder, ports["plain"], controller)
        file = self.folder / "kafka" / "server.properties"
        lines = [
            line
            for line in file.read_text().splitlines()
            if not line.startswith(("listeners=", "advertised.", "listener.security"))
        ]
        listeners = f"PLAINTEXT://127.0.0.1:{ports['plain']}"
        advertised, names = listeners, "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"
        for name in ("relay", "follower"):
            listeners += f",{name.upper()}://127.0.0.1:{ports[name]}"
            advertised += f",{name.upper()}://127.0.0.1:{self.wires[f'{name}-kafka'].port}"
            names += f",{name.upper()}:PLAINTEXT"
        lines += [
            f"listeners={listeners},CONTROLLER://127.0.0.1:{controller}",
            f"advertised.listeners={advertised}",
            f"listener.security.protocol.map={names}",
        ]
        file.write_text("\n".join(lines) + "\n")
        return planned.command

    async def _ready(self, url: str) -> None:
        async with httpx.AsyncClient() as http:
            for _ in range(READY_SECONDS * 5):
                with suppress(httpx.HTTPError):
                    if (await http.get(url)).status_code == 200:
                        return
                await asyncio.sleep(0.2)
        raise AssertionError(f"{url} is not ready:\n{self.last_words()}")

    async def strike(self, fault: Fault) -> None:
        """Ends when the fault does; what it left behind may still be healing."""
        if fault.target in self.wires:
            weather: Weather = fault.action  # type: ignore[assignment]
            self.wires[fault.target].turn(weather)
            await asyncio.sleep(fault.seconds)
            self.wires[fault.target].turn("pass")
        elif fault.target == "postgres":
            await self._strike_postgres(fault)
        elif fault.action == "restart":
            await self.processes[fault.target].restart()
        elif fault.action == "kill":
            self.processes[fault.target].send(signal.SIGKILL)
        else:
            self.processes[fault.target].send(signal.SIGSTOP)
            await asyncio.sleep(fault.seconds)
            self.processes[fault.target].send(signal.SIGCONT)

    async def _strike_postgres(self, fault: Fault) -> None:
        """All its processes: a machine stops and stands still as a whole."""
        if fault.action == "restart":
            await asyncio.to_thread(postgres.stop, self.server)
        elif fault.action == "kill":
            postmaster = pid_file.identify(postgres.running_pid(self.server) or 0)
            self._signal_postgres(signal.SIGKILL)
            assert postmaster is None or await asyncio.to_thread(pid_file.wait_gone, postmaster, 5)
        else:
            self._signal_postgres(signal.SIGSTOP)
            await asyncio.sleep(fault.seconds)
            self._signal_postgres(signal.SIGCONT)
        await asyncio.to_thread(postgres.start, self.server)

    def _signal_postgres(self, number: signal.Signals) -> None:
        for pid in postgres._processes_in(self.server.data):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    async def heal(self) -> None:
        for proxy in self.wires.values():
            proxy.turn("pass")
        for process in self.processes.values():
            process.send(signal.SIGCONT)
        self._signal_postgres(signal.SIGCONT)
        await asyncio.to_thread(postgres.start, self.server)

    def ends(self) -> dict[str, list[int]]:
        return {name: process.ends for name, process in self.processes.items()}

    def last_words(self, lines: int = 15) -> str:
        """Of every process: for the message of a failing run."""
        told = []
        for name, process in self.processes.items():
            text = process.log.read_text(errors="replace") if process.log.exists() else ""
            told.append(f"--- {name} {process.ends}\n" + "\n".join(text.splitlines()[-lines:]))
        return "\n".join(told)

    async def close(self) -> None:
        for process in self.processes.values():
            process.send(signal.SIGCONT)
            await process.close()
        for proxy in self.wires.values():
            await proxy.close()
        self._signal_postgres(signal.SIGCONT)
        await asyncio.to_thread(postgres.stop, self.server, mode="immediate")


def _ours(*words: str) -> list[str]:
    return [sys.executable, "-m", "services.cli", *words]


def _free_base() -> int:
    """A port base below the ephemeral range whose offsets are all free just now."""
    for _ in range(200):
        base = 10_000 + int.from_bytes(os.urandom(2)) % 20_000
        if all(port.is_free(base + offset) for offset in PORT_OFFSETS.values()):
            return base
    raise AssertionError("no free ports")
