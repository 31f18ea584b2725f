"""All rooms in one process, on real databases, each spoken to over its real HTTP edge."""

import importlib
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from services.cli.issuer import client_secrets, dev_issuer
from services.kernel.settings import Settings, load
from services.kernel.web.dev_issuer import issuer_app

ROOMS = ("roster", "assessment", "training", "gateway")


class Inside(httpx.AsyncBaseTransport):
    """Sends each request to the application that has its port."""

    def __init__(self) -> None:
        self.apps: dict[int, httpx.ASGITransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        app = self.apps.get(request.url.port or 0)
        if app is None:
            raise httpx.ConnectError("nobody listens there", request=request)
        return await app.handle_async_request(request)


@dataclass
class Bureau:
    settings: Settings
    inside: Inside
    apps: dict[str, FastAPI] = field(default_factory=dict)

    def token(self, role: str, person_id: str | None = None) -> str:
        return dev_issuer(self.settings).mint(f"test:{role}", (role,), person_id=person_id)

    async def send(
        self, method: str, room: str, path: str, *, role: str = "hr", body: Any = None, **more: Any
    ) -> httpx.Response:
        """One request; a command gets a fresh Idempotency-Key unless it brings its own."""
        headers = {"Authorization": f"Bearer {self.token(role, more.pop('person', None))}"}
        if method != "GET":
            headers["Idempotency-Key"] = more.pop("key", None) or str(uuid4())
        headers |= more.pop("headers", {})
        base = f"http://127.0.0.1:{self.settings.port(room)}"
        async with httpx.AsyncClient(transport=self.inside, base_url=base) as client:
            return await client.request(method, path, headers=headers, json=body, **more)

    async def get(self, room: str, path: str, **more: Any) -> httpx.Response:
        return await self.send("GET", room, path, **more)

    async def record(self, room: str, person: str, slug: str, day: str, /, **data: Any) -> dict:
        """A fact that must be accepted; what the room answered."""
        answer = await self.send(
            "POST",
            room,
            f"/v1/persons/{person}/facts/{slug}",
            body={"effective_on": day, "basis": "test", "data": data},
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def register(self, name: str = "张三", category: str = "officer") -> str:
        person = str(uuid4())
        await self.record(
            "roster",
            person,
            "person_registered",
            "2010-01-01",
            name=name,
            sex="male",
            category=category,
        )
        return person


@asynccontextmanager
async def open_bureau(
    fresh_database: Any, home: Path, rooms: Sequence[str] = ROOMS
) -> AsyncIterator[Bureau]:
    base = 20_000 + secrets.randbelow(20_000)
    stores = [*rooms, *(["keys"] if "roster" in rooms else [])]
    urls = {f"{store.upper()}_DATABASE_URL": await fresh_database(store) for store in stores}
    settings = load(JINGHENG_HOME=str(home), JINGHENG_PORT_BASE=base, **urls)
    inside = Inside()
    issuer = issuer_app(dev_issuer(settings), mode="demo", clients=client_secrets(settings))
    inside.apps[settings.port("issuer")] = httpx.ASGITransport(issuer)
    bureau = Bureau(settings, inside)
    async with AsyncExitStack() as opened:
        for room in rooms:
            module = importlib.import_module(f"services.{room}.app")
            app = module.make_app(settings, httpx.AsyncClient(transport=inside))
            await opened.enter_async_context(app.router.lifespan_context(app))
            bureau.apps[room] = app
            inside.apps[settings.port(room)] = httpx.ASGITransport(app, raise_app_exceptions=False)
        yield bureau


def utc_now() -> datetime:
    return datetime.now(UTC)
