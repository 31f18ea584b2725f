"""The list of processes that make up the product on one machine, as data. Pure.

Each command is `python -m services.cli <words>`, the same words as in docker-compose.yml.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from services.kernel.settings import REPOSITORY, ROOMS, Room, Settings

ALIVE_SECONDS: Final = 0.5  # A worker without a door counts as ready when it has lived this long.
SOURCES: Final[Sequence[Room]] = ("roster", "assessment", "training")


@dataclass(frozen=True, slots=True)
class Planned:
    """One process; those of one stage start together, a stage stops before the one it stands on."""

    name: str
    command: tuple[str, ...]
    stage: int
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None  # None: a worker, ready when it has lived for a moment.
    ready_path: str | None = None  # HTTP 200 here means ready; without it, an open port does.
    grace_seconds: float = 15.0  # More than the 10 s a server gives its open requests.


def plan(settings: Settings) -> tuple[Planned, ...]:
    """Everything but PostgreSQL, in order of start."""
    served = [("issuer", 0, ("issuer",)), *((room, 1, ("serve", room)) for room in SOURCES)]
    served.append(("gateway", 2, ("serve", "gateway")))
    doors = [
        Planned(
            name=name,
            command=command_line(*words),
            stage=stage,
            environment=environment(settings, owner=False),
            port=settings.port(name),
            ready_path="/health/ready",
        )
        for name, stage, words in served
    ]
    workers = [("follow-gateway", ("follow", "gateway"))]
    if settings.kafka_bootstrap_servers:
        workers += [(f"relay-{room}", ("relay", room)) for room in ROOMS]
    return (
        *doors,
        *(
            Planned(
                name=name,
                command=command_line(*words),
                stage=3,
                environment=environment(settings, owner=False),
            )
            for name, words in workers
        ),
    )


def command_line(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "services.cli", *words)


def environment(settings: Settings, *, owner: bool) -> dict[str, str]:
    """What a process is told beside its command; secrets go by file, never by value."""
    told = {
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONUNBUFFERED": "1",
        "JINGHENG_MODE": settings.mode,
        "JINGHENG_HOME": str(settings.home),
        "JINGHENG_PORT_BASE": str(settings.port_base),
    }
    for room in ROOMS:
        told[f"{room.upper()}_DATABASE_URL_FILE"] = str(settings.secret_file(f"{room}_app.url"))
        if owner:
            file = settings.secret_file(f"{room}_owner.url")
            told[f"{room.upper()}_OWNER_DATABASE_URL_FILE"] = str(file)
    if settings.kafka_bootstrap_servers:
        told["KAFKA_BOOTSTRAP_SERVERS"] = settings.kafka_bootstrap_servers
    return told


def to_json(plan: Sequence[Planned]) -> str:
    return json.dumps([asdict(item) for item in plan], indent=1)


def from_json(text: str) -> tuple[Planned, ...]:
    return tuple(
        Planned(**(item | {"command": tuple(item["command"])})) for item in json.loads(text)
    )
