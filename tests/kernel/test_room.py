"""A room put together: what it opens, serves, watches, and closes again."""

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest
from fastapi import APIRouter, Request

from services.kernel.decider import StreamWrite
from services.kernel.room import RoomSpec, room_app
from services.kernel.settings import load
from services.kernel.store.postgres import PostgresStore, connect_pool
from services.kernel.store.safety import Unsafe
from services.kernel.web.declared_routes import public, undeclared_routes
from services.kernel.web.parts import Condition
from services.kernel.web.permissions import Role, Scope, grant
from services.kernel.witness import is_genuine, read_checkpoints
from tests.kernel.samples import draft, origin


class Nowhere:
    """A directory that can be bound to the room's own database, as the roster's is."""

    def __init__(self) -> None:
        self.pool = None

    def bind(self, pool) -> None:
        self.pool = pool

    async def place_of(self, person_id: str, on: date) -> str | None:
        return None

    async def units_led_by(self, person_id: str, on: date) -> list[str]:
        return []

    async def has_left(self, person_id: str, on: date) -> bool:
        return False


@pytest.fixture
def spec():
    directory = Nowhere()
    return RoomSpec(
        name="training",
        routers=[],
        grants=[grant(Role.SYSTEM, "training.feed.read", Scope.BUREAU)],
        directory=lambda _settings, _http: directory,
    )


@pytest.fixture
async def settings(fresh_database, tmp_path):
    url = await fresh_database("training")
    return load(JINGHENG_HOME=str(tmp_path), TRAINING_DATABASE_URL=url)


@asynccontextmanager
async def opened(spec, settings):
    app = room_app(spec, settings, httpx.AsyncClient(transport=httpx.MockTransport(_nobody)))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://room") as client:
            yield app, client


def _nobody(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("nobody listens", request=request)


async def _append(store, stream: str = "s") -> int:
    return (await store.append(origin(), [StreamWrite(stream, 0, (draft(),))])).pos


async def test_it_is_ready_and_every_route_says_who_may_call_it(spec, settings):
    async with opened(spec, settings) as (app, client):
        assert (await client.get("/health/ready")).json() == {
            "ready": True,
            "draining": False,
            "unmet": [],
        }
        assert undeclared_routes(app) == []
        assert (await client.get("/v1/feed")).status_code == 401


async def test_what_is_appended_moves_the_metric_and_wakes_the_feed(spec, settings):
    async with opened(spec, settings) as (app, client):
        waiting = asyncio.create_task(app.state.newest.wait(5))
        await asyncio.sleep(0)
        assert await _append(app.state.store) == 1
        await asyncio.wait_for(waiting, 1)
        shown = (await client.get("/metrics")).text

    assert re.search(r"^[a-z_]*log_position(\{[^}]*\})? 1\.0$", shown, re.MULTILINE)


async def test_a_directory_that_can_be_bound_gets_the_rooms_own_pool(spec, settings):
    async with opened(spec, settings) as (app, _client):
        assert spec.directory(settings, None).pool is app.state.pool


async def test_its_own_additions_open_after_the_store_and_close_before_it(spec, settings):
    seen = []

    @asynccontextmanager
    async def also(app, _settings):
        seen.append(await app.state.pool.fetchval("select 1"))
        yield
        seen.append(await app.state.pool.fetchval("select 2"))

    async with opened(replace(spec, also=also), settings):
        assert seen == [1]
    assert seen == [1, 2]


async def test_its_own_checks_count_for_readiness(spec, settings):
    async def ill() -> Condition:
        return Condition(ok=False, detail="loss")

    async with opened(replace(spec, checks={"followers": lambda _app: ill}), settings) as (_, http):
        assert (await http.get("/health/ready")).status_code == 503


async def test_a_log_that_has_grown_is_witnessed_at_once(spec, settings, tmp_path):
    pool = await connect_pool(settings.database_url("training"))
    await _append(PostgresStore(pool))
    await pool.close()
    file = tmp_path / "witness" / "training.jsonl"
    async with opened(spec, settings) as (app, _client):
        for _ in range(200):
            if file.exists() and file.read_text().endswith("\n"):
                break
            await asyncio.sleep(0.01)
        head = await app.state.log.head()
    (made,) = read_checkpoints(file.read_text().splitlines())

    assert (made.room, made.pos, made.chain) == ("training", 1, head.chain.hex())
    assert is_genuine(made, made.key)


async def test_a_witness_that_cannot_write_does_not_stop_the_room(spec, settings, tmp_path):
    (tmp_path / "witness").write_text("a file where the folder should be")
    async with opened(spec, settings) as (app, client):
        await _append(app.state.store)
        await asyncio.sleep(0.05)
        assert (await client.get("/health/ready")).status_code == 200


async def test_production_refuses_a_database_that_may_forget(spec, fresh_database, tmp_path):
    settings = load(
        JINGHENG_MODE="production",
        JINGHENG_HOME=str(tmp_path),
        OIDC_ISSUER="https://id.bureau.example",
        TRAINING_DATABASE_URL=await fresh_database("training"),  # The tests' server: fsync=off.
    )
    with pytest.raises(Unsafe, match="fsync=off"):
        async with opened(spec, settings):
            pass


async def test_cursors_outlive_a_restart_and_are_no_other_rooms(spec, settings):
    def key(name: str) -> bytes:
        return room_app(replace(spec, name=name), settings).state.parts.cursor_key

    assert key("training") == key("training")
    assert key("training") != key("roster")
    assert settings.secret_file("cursor.key").stat().st_mode & 0o777 == 0o600


def test_the_clock_of_a_room_is_utc(spec, tmp_path):
    app = room_app(spec, load(JINGHENG_HOME=str(tmp_path)))
    now = app.state.parts.clock()

    assert now.utcoffset() == datetime.now(UTC).utcoffset()


async def test_with_its_database_away_every_route_answers_503_and_nothing_is_a_fault(
    spec, settings
):
    router = APIRouter()

    @router.get("/broken", dependencies=[public()])
    async def broken(request: Request) -> None:
        await request.app.state.pool.execute("select no_such_column")

    @router.get("/head", dependencies=[public()])
    async def head(request: Request) -> int:
        return (await request.app.state.log.head()).pos

    async with opened(replace(spec, routers=[router]), settings) as (app, client):
        assert (await client.get("/head")).json() == 0
        assert (await client.get("/broken")).status_code == 500
        await app.state.pool.close()
        away = await client.get("/head")

    assert (away.status_code, away.json()["code"]) == (503, "store_unavailable")
    assert "retry-after" in away.headers
