"""Puts one room together: settings, pool, store, log, witness, and its HTTP application."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import asyncpg
import httpx
import structlog
from fastapi import APIRouter, FastAPI, Request, Response

from services.kernel.language.routes import language_router
from services.kernel.observability import Metrics
from services.kernel.settings import Room, Settings, version
from services.kernel.sheet.writing import MEDIA_TYPE
from services.kernel.store import safety
from services.kernel.store.away import CUT, is_away, store_away
from services.kernel.store.feed import Newest, feed_router
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore, Project, connect_pool
from services.kernel.store.size import watch_size
from services.kernel.store.writing import REMEDIES, Writing
from services.kernel.web.app import service_app
from services.kernel.web.auth import TokenVerifier, Trust
from services.kernel.web.authorize import Directory
from services.kernel.web.jwks import KeyCache
from services.kernel.web.limits import BodyRule, Limits
from services.kernel.web.parts import Condition, HealthCheck, Parts
from services.kernel.web.permissions import Grant, GrantTable
from services.kernel.web.problem_details import problem_of
from services.kernel.web.rate_limit import RateLimit
from services.kernel.witness import Witness

WITNESS_SECONDS = 15
# 5,000 rows of history at once; a row has about fifteen JSON values.
# The gateway forwards to the other rooms, so what they take must pass its door too.
DOORS = ("", "/roster", "/assessment", "/training")
IMPORTS = (
    *(BodyRule(f"{at}/v1/imports/", bytes_max=10_000_000, values_max=200_000) for at in DOORS),
    *(BodyRule(f"{at}/v1/workbooks/", 10_000_000, frozenset({MEDIA_TYPE})) for at in DOORS),
)
_log = structlog.get_logger("jingheng.room")

Extra = Callable[[FastAPI, Settings], Any]  # An async context manager for what a room adds.


@dataclass(frozen=True)
class RoomSpec:
    """What makes a room this room; everything else is the same for all four."""

    name: Room
    routers: Sequence[APIRouter]
    grants: Sequence[Grant]
    directory: Callable[[Settings, httpx.AsyncClient], Directory]
    project: Project | None = None
    also: Extra | None = None
    checks: dict[str, Callable[[FastAPI], HealthCheck]] = field(default_factory=dict)
    digest_key: Callable[[str], bytes | None] = lambda _path: None  # See kernel/web/parts.py.


def now() -> datetime:
    """The one clock of a running service; everything below takes time as an argument."""
    return datetime.now(UTC)  # noqa: TID251  the edge where time enters


def room_app(spec: RoomSpec, settings: Settings, http: httpx.AsyncClient | None = None) -> FastAPI:
    """`http` speaks to the issuer and the other rooms; made here unless given."""
    http = http or httpx.AsyncClient(timeout=10.0)
    checks: dict[str, HealthCheck] = {}
    directory = spec.directory(settings, http)
    parts = Parts(
        verifier=_verifier(settings, http),
        directory=directory,
        grants=GrantTable(spec.grants),
        clock=now,
        new_id=lambda: secrets.token_hex(16),
        cursor_key=_cursor_key(settings, spec.name),
        metrics=Metrics(spec.name),
        limits=Limits(body_rules=IMPORTS),
        # A demonstration is loaded, and measured, by one caller.
        rate_limit=RateLimit(100, 300, monotonic) if settings.mode == "production" else None,
        checks=checks,
        otlp_endpoint=settings.otlp_endpoint,
        digest_key=spec.digest_key,
    )

    @asynccontextmanager
    async def resources(app: FastAPI) -> AsyncIterator[None]:
        async with http, _opened(app, spec, settings, checks):
            bind = getattr(directory, "bind", None)
            if bind is not None:
                bind(app.state.pool)
            if spec.also is None:
                yield
            else:
                async with spec.also(app, settings):
                    yield

    app = service_app(
        spec.name,
        routers=[*spec.routers, feed_router(spec.name), language_router(spec.name)],
        parts=parts,
        version=version(),
        resources=resources,
    )
    app.state.http, app.state.settings = http, settings
    for kind in (*CUT, asyncpg.PostgresError):
        app.add_exception_handler(kind, _on_database_fault)
    checks.update({name: make(app) for name, make in spec.checks.items()})
    return app


def _verifier(settings: Settings, http: httpx.AsyncClient) -> TokenVerifier:
    return TokenVerifier(
        trust=Trust(
            issuer=settings.issuer_url(),
            audience=settings.oidc_audience,
            roles_at=tuple(settings.oidc_roles_at.split(".")),
            plain_jwt=settings.oidc_plain_jwt,
        ),
        keys=KeyCache(http, settings.issuer_url(), now, settings.jwks_url()),
        clock=now,
    )


async def _on_database_fault(request: Request, error: Exception) -> Response:
    """Any route that finds the database away answers 503 and is asked again; faults stay faults."""
    if not is_away(error):
        raise error
    _log.warning("database_away", fault=type(error).__name__)
    return problem_of(request.scope, store_away())


@asynccontextmanager
async def _opened(
    app: FastAPI, spec: RoomSpec, settings: Settings, checks: dict[str, HealthCheck]
) -> AsyncIterator[None]:
    pool = await connect_pool(settings.database_url(spec.name))
    try:
        for warning in safety.refuse_or_report(await safety.findings(pool), mode=settings.mode):
            _log.warning("database_not_durable", finding=warning)
        log = Log(pool)
        head = await log.head()
        metrics = app.state.parts.metrics
        metrics.log_position.set(head.pos)
        store = PostgresStore(
            pool,
            algorithm=head.algorithm,
            project=spec.project,
            observe=lambda seconds, _events: metrics.append_seconds.observe(seconds),
        )
        newest = Newest()
        store.appended += [newest.tell, metrics.log_position.set]
        app.state.pool, app.state.store, app.state.log, app.state.newest = pool, store, log, newest
        checks |= {"store": _store_check(pool), "writing": _writing_check(store.writing)}
        beside = [
            asyncio.create_task(bear_witness(spec.name, log, settings), name="witness"),
            asyncio.create_task(watch_size(pool, metrics.database_bytes.set), name="size"),
        ]
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(pool.close(), 5)


def _store_check(pool: "asyncpg.Pool[asyncpg.Record]") -> HealthCheck:
    async def ask() -> Condition:
        pos = await pool.fetchval("select pos from head where singleton")
        return Condition(ok=pos is not None, detail=f"position {pos}")

    return ask


def _writing_check(writing: Writing) -> HealthCheck:
    async def ask() -> Condition:
        word = await writing.fault()
        told = "" if word is None else REMEDIES[word].en
        return Condition(ok=word is None, detail=told, code=word or "")

    return ask


async def bear_witness(room: str, log: Log, settings: Settings) -> None:
    witness = Witness(
        settings.home / "witness" / f"{room}.jsonl",
        settings.secret_file(f"witness_{room}.key"),
        room=room,
    )
    while True:
        try:
            witness.note(await log.head(), now())
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            # Serving goes on; the alarm is for whoever watches checkpoints (runbook).
            _log.warning("checkpoint_not_written", fault=type(fault).__name__)
        await asyncio.sleep(WITNESS_SECONDS)


def _cursor_key(settings: Settings, room: str) -> bytes:
    """The same for all processes of a room on this machine; cursors outlive a restart."""
    file = settings.secret_file("cursor.key")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), file.open("xb") as out:
            file.chmod(0o600)
            out.write(secrets.token_bytes(32))
    return hashlib.sha256(file.read_bytes() + room.encode()).digest()
