"""Is the process alive, is it ready, and if not, why: three answers for three askers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.kernel.web.declared_routes import public, requires
from services.kernel.web.parts import Condition, HealthCheck, parts_of

CHECK_SECONDS_MAX = 2.0

router = APIRouter(tags=["health"])
_log = structlog.get_logger("jingheng.health")


@dataclass(slots=True)
class Drain:
    """Set once, when the process has been told to stop; streams watch `asked` and end."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self) -> None:
        self.asked.set()


class Alive(BaseModel):
    """The event loop turns. Dependencies are not asked: restarting would not mend them."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether to send requests here."""

    ready: bool
    draining: bool
    unmet: list[
        str
    ]  # The checks that failed, with the word of each that has one: writing.disk_full.


class CheckResult(BaseModel):
    """One named check."""

    ok: bool
    detail: str


class Health(Readiness):
    """Readiness with its reasons."""

    checks: dict[str, CheckResult]


@router.get("/health/live", dependencies=[public()])
async def read_liveness() -> Alive:
    return Alive()


@router.get("/health/ready", dependencies=[public()], responses={503: {"model": Readiness}})
async def read_readiness(request: Request, response: Response) -> Readiness:
    health = await _health_of(request)
    response.status_code = 200 if health.ready else 503
    return Readiness(ready=health.ready, draining=health.draining, unmet=health.unmet)


@router.get("/health", dependencies=[requires("kernel.health.read")])
async def read_health(request: Request, response: Response) -> Health:
    health = await _health_of(request)
    response.status_code = 200 if health.ready else 503
    return health


@router.get("/metrics", dependencies=[public()], include_in_schema=False)
async def read_metrics(request: Request) -> Response:
    """Public: holds counts by route template and code, nothing about anybody."""
    metrics = parts_of(request).metrics
    health = await _health_of(request)
    metrics.unmet.clear()
    for check in health.unmet:
        metrics.unmet.labels(check).set(1)
    return Response(
        metrics.exposition(),
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


async def _health_of(request: Request) -> Health:
    found = await _run(parts_of(request).checks)
    draining = request.app.state.drain.asked.is_set()
    unmet = [name + (f".{c.code}" if c.code else "") for name, c in found.items() if not c.ok]
    return Health(
        ready=not draining and not unmet,
        draining=draining,
        unmet=unmet,
        checks={name: CheckResult(ok=c.ok, detail=c.detail) for name, c in found.items()},
    )


async def _run(checks: Mapping[str, HealthCheck]) -> dict[str, Condition]:
    conditions = await asyncio.gather(*(_condition(name, ask) for name, ask in checks.items()))
    return dict(zip(checks, conditions, strict=True))


async def _condition(name: str, ask: HealthCheck) -> Condition:
    try:
        async with asyncio.timeout(CHECK_SECONDS_MAX):
            return await ask()
    except TimeoutError:
        return Condition(ok=False, detail=f"no answer within {CHECK_SECONDS_MAX:.0f} s")
    except Exception as error:  # noqa: BLE001  # A check that breaks is a check that failed.
        _log.warning("health_check_failed", check=name, exc_info=error)
        return Condition(ok=False, detail=type(error).__name__)
