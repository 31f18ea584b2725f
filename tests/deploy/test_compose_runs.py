"""The compose file's own commands and environment, run as processes: what it says has run."""

import asyncio
import os
import re
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest

from services.cli.issuer import client_secrets, dev_issuer
from services.kernel.embedded import port, postgres
from services.kernel.protect.key_files import KeyFiles, make
from services.kernel.settings import REPOSITORY, ROOMS, STORES, load
from tests.deploy.compose import ours
from tests.kernel.stream.conftest import kafka_servers  # noqa: F401  a fixture

pytestmark = pytest.mark.kafka
PORTS = {"gateway": 8700, "roster": 8701, "assessment": 8702, "training": 8703}


@pytest.fixture
async def server(open_folder):
    """Durable, because production refuses anything else."""
    made = postgres.Server(open_folder / "pg", port.any_free(), postgres.DURABLE, auth="trust")
    made.home.mkdir()
    made.home.chmod(0o755)
    await asyncio.to_thread(postgres.start, made)
    connection = await asyncpg.connect(made.url())
    for room in STORES:
        for role in ("owner", "app"):
            await connection.execute(f"create role {room}_{role} login")
        await connection.execute(f"create database {room} owner {room}_owner")
        await connection.execute(f"grant connect on database {room} to {room}_app")
    await connection.close()
    yield made
    await asyncio.to_thread(postgres.stop, made, mode="immediate")


class Here:
    """The names of the compose networks, on this machine."""

    def __init__(self, folder: Path, server, broker: str) -> None:
        self.folder, self.server, self.broker = folder, server, broker
        self.base = 30_000 + uuid4().int % 10_000
        self.issuer = load(JINGHENG_HOME=str(folder / "issuer"), JINGHENG_PORT_BASE=self.base)
        self.secrets = client_secrets(self.issuer)
        self.doors: dict[int, int] = {}
        (folder / "secrets").mkdir()
        make(KeyFiles(folder / "secrets/kek_generations", folder / "secrets/blind_index_key"))
        for room in STORES:
            for role in ("owner", "app"):
                url = f"postgresql://{room}_{role}@127.0.0.1:{server.port}/{room}"
                (folder / "secrets" / f"{room}_{role}_url").write_text(url)
        for room in ROOMS:
            (folder / "secrets" / f"client_{room}").write_text(self.secrets[room])

    def door(self, service: dict) -> int:
        """Where its health check asks; workers have a machine of their own there, but not here."""
        return self.doors.setdefault(id(service), port.any_free())

    def environment(self, service: dict) -> dict[str, str]:
        told = {key: self._here(str(value)) for key, value in service["environment"].items()}
        told |= {
            "JINGHENG_HOST": "127.0.0.1",
            "JINGHENG_HOME": str(self.folder / service["command"][-1]),
            "JINGHENG_WORKER_PORT": str(self.door(service)),
        }
        if "OIDC_ISSUER" in told:  # The development issuer stands in for Keycloak.
            issuer = self.issuer.issuer_url()
            told |= {"OIDC_ISSUER": issuer, "OIDC_TOKEN_URL": f"{issuer}/token"}
            told |= {"OIDC_ROLES_AT": "roles", "OIDC_PLAIN_JWT": "false"}
        return told

    def _here(self, value: str) -> str:
        if value.startswith("/run/secrets/"):
            return str(self.folder / "secrets" / Path(value).name)
        if value == "8700":
            return str(self.base)
        if value == "kafka:9092":
            return self.broker
        for room, number in PORTS.items():
            value = value.replace(
                f"http://{room}:{number}", f"http://127.0.0.1:{number - 8700 + self.base}"
            )
        return value.replace("${JINGHENG_BUREAU:-r0}", "r0")


@asynccontextmanager
async def running(words: list[str], environment: dict[str, str], log: Path):
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.cli",
            *words,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)} | environment,
            cwd="/",
            stdout=out,
            stderr=out,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 25)


async def _ready(url: str, log: Path) -> None:
    async with httpx.AsyncClient() as http:
        for _ in range(400):
            try:
                if (await http.get(f"{url}/health/ready")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    raise AssertionError(await asyncio.to_thread(log.read_text))


async def test_what_compose_says_has_run(server, kafka_servers, open_folder):  # noqa: F811
    here, services = Here(open_folder, server, kafka_servers), ours()
    async with AsyncExitStack() as up:
        issuer = {"JINGHENG_HOME": str(here.issuer.home), "JINGHENG_PORT_BASE": str(here.base)}
        await up.enter_async_context(running(["issuer"], issuer, open_folder / "issuer.log"))
        migrate = services.pop("migrate")
        words, told = migrate["command"], here.environment(migrate)
        async with running(words, told, open_folder / "migrate.log") as process:
            assert await process.wait() == 0, (open_folder / "migrate.log").read_text()
        # As `--scale` would have it.
        services["follow-gateway-2"] = dict(services["follow-gateway"])
        for name, service in services.items():
            log = open_folder / f"{name}.log"
            await up.enter_async_context(
                running(service["command"], here.environment(service), log)
            )
            if service["command"][0] == "serve":
                at = PORTS[service["command"][1]] - 8700 + here.base
                await _ready(f"http://127.0.0.1:{at}", log)
        for name, service in services.items():
            await _healthy(service, here, open_folder / f"{name}.log")
        outcome = await asyncio.wait_for(_a_late_sanction(here), 90)

    assert outcome == ["PROMOTE", "BLOCKED"]


async def _healthy(service: dict, here: Here, log: Path) -> None:
    """By the very command of its health check."""
    _, _python, *words = service["healthcheck"]["test"]
    if service["command"][0] == "serve":
        at = PORTS[service["command"][1]] - 8700 + here.base
    else:
        at = here.door(service)
    words = [re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{at}", word) for word in words]
    for _ in range(60):
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, stderr=asyncio.subprocess.DEVNULL
        )
        if await process.wait() == 0:
            return
        await asyncio.sleep(0.5)
    raise AssertionError(await asyncio.to_thread(log.read_text))


async def _a_late_sanction(here: Here) -> list[str]:
    token = dev_issuer(here.issuer).mint("t", ("hr",))
    person, outcome = str(uuid4()), []
    base = f"http://127.0.0.1:{here.base}"
    async with httpx.AsyncClient(
        base_url=base, headers={"Authorization": f"Bearer {token}"}
    ) as http:

        async def record(slug: str, day: str, /, **data: object) -> str:
            answer = await http.post(
                f"/roster/v1/persons/{person}/facts/{slug}",
                json={"effective_on": day, "basis": "test", "data": data},
                headers={"Idempotency-Key": str(uuid4())},
            )
            assert answer.status_code == 201, answer.text
            return answer.json()["events"][0]

        async def ask(after: str) -> str:
            while True:
                answer = await http.get(
                    f"/v1/persons/{person}/decisions/police_rank",
                    params={"as_of": "2024-06-01", "after": after},
                )
                if answer.status_code == 200:
                    return answer.json()["decision"]["outcome"]
                assert answer.json()["code"] == "not_yet_known", answer.text
                await asyncio.sleep(0.2)

        await record("person_registered", "2010-01-01", name="张三", sex="male", category="officer")
        await record("rank_awarded", "2021-06-01", rank="二级警司")
        outcome.append(await ask(await record("post_assigned", "2021-06-01", post_grade="科员")))
        outcome.append(await ask(await record("sanction_imposed", "2024-03-10", kind="警告")))
    return outcome
