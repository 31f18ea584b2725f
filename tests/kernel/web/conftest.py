"""The small room as an application, its callers, its clock and its directory."""

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import httpx
import pytest
import structlog
from fastapi import FastAPI

from services.kernel.observability import Metrics, describe_fault
from services.kernel.web.app import service_app
from services.kernel.web.auth import TokenVerifier, Trust
from services.kernel.web.dev_issuer import DevIssuer, SigningKeys, issuer_app
from services.kernel.web.jwks import KeyCache
from services.kernel.web.limits import BodyRule, Limits
from services.kernel.web.parts import Parts
from services.kernel.web.permissions import GrantTable
from tests.kernel.web.demo_room import (
    AUDIENCE,
    CARRIED_OUT,
    CHIEF,
    GRANTS,
    ISSUER,
    NEIGHBOUR,
    NOBODY,
    NOW,
    OFFICER,
    PLACES,
    STRANGER,
    fine,
    router,
)


@dataclass
class FakeDirectory:
    """Places that tests may move people between."""

    places: dict[str, str] = field(default_factory=lambda: dict(PLACES))
    led: dict[str, list[str]] = field(default_factory=lambda: {CHIEF: ["/bureau/east"]})
    left: set[str] = field(default_factory=set)

    async def place_of(self, person_id: str, on: date) -> str | None:
        assert isinstance(on, date)
        return self.places.get(person_id)

    async def units_led_by(self, person_id: str, on: date) -> list[str]:
        assert isinstance(on, date)
        return self.led.get(person_id, [])

    async def has_left(self, person_id: str, on: date) -> bool:
        return person_id in self.left


@dataclass
class Time:
    """A clock that stands until a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    """As a service logs, to nowhere: structlog's own default draws every fault in colour."""
    structlog.configure(
        processors=[describe_fault, structlog.processors.JSONRenderer(default=repr)],
        logger_factory=structlog.ReturnLoggerFactory(),
    )
    yield
    structlog.reset_defaults()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"id-{next(numbers):08d}"


@pytest.fixture
def issuer(tmp_path, time, new_id) -> DevIssuer:
    keys = SigningKeys(tmp_path / "keys.json", new_id)
    return DevIssuer(ISSUER, AUDIENCE, keys, time, new_id)


@pytest.fixture
async def issuer_http(issuer) -> AsyncIterator[httpx.AsyncClient]:
    app = issuer_app(issuer, mode="demo", clients={"gateway": "secret"})
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport) as http:
        yield http


@pytest.fixture
def verifier(issuer_http, time) -> TokenVerifier:
    return TokenVerifier(Trust(ISSUER, AUDIENCE), KeyCache(issuer_http, ISSUER, time), time)


@pytest.fixture
def directory() -> FakeDirectory:
    return FakeDirectory()


@pytest.fixture
def parts(verifier, directory, time, new_id) -> Parts:
    return Parts(
        verifier=verifier,
        directory=directory,
        grants=GrantTable(GRANTS),
        clock=time,
        new_id=new_id,
        cursor_key=b"k" * 32,
        metrics=Metrics("demo"),
        limits=Limits(
            seconds_max=0.3, body_rules=(BodyRule("/v1/imports", 10_000_000, values_max=1_000_000),)
        ),
        checks={"store": fine},
    )


@pytest.fixture
def app(parts) -> FastAPI:
    CARRIED_OUT.clear()
    return service_app("demo", routers=[router], parts=parts, version="1.2.3")


@pytest.fixture
async def client(app) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as http:
        yield http


def client_of(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://demo.test")


@pytest.fixture
def make_client() -> Callable[[FastAPI], httpx.AsyncClient]:
    return client_of


@pytest.fixture
def bearer(issuer) -> Callable[..., dict[str, str]]:
    def headers(*roles: str, person_id: str | None = None, sub: str = "u-1") -> dict[str, str]:
        return {"Authorization": f"Bearer {issuer.mint(sub, roles, person_id=person_id)}"}

    return headers


@pytest.fixture
def with_parts(parts) -> Callable[..., FastAPI]:
    return lambda **changes: service_app(
        "demo", routers=[router], parts=replace(parts, **changes), version="1.2.3"
    )


@pytest.fixture
def people() -> dict[str, str]:
    """Ids by name; `chief` leads /bureau/east, where `officer` serves."""
    return {
        "chief": CHIEF,
        "officer": OFFICER,
        "neighbour": NEIGHBOUR,
        "stranger": STRANGER,
        "nobody": NOBODY,
    }
