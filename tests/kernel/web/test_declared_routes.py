"""Deny by default: a route that does not say who may call it is found, one that forgets is held."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.sse import EventSourceResponse

from services.kernel.web.declared_routes import (
    permission_matrix,
    public,
    requires,
    undeclared_routes,
)
from services.kernel.web.permissions import Role


def test_every_route_of_a_service_is_declared(app):
    assert undeclared_routes(app) == []


def test_a_route_without_declaration_is_named():
    router = APIRouter(prefix="/v1")
    router.add_api_route("/open", lambda: None, methods=["POST"])
    outer, app = (
        APIRouter(prefix="/outer"),
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
    )
    outer.include_router(router)
    app.include_router(outer)
    assert undeclared_routes(app) == ["POST /outer/v1/open"]


def test_a_route_declared_twice_is_named():
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_api_route("/two", lambda: None, dependencies=[public(), requires("a.b.read")])
    assert undeclared_routes(app) == ["GET /two"]


def test_mounted_applications_are_not_overlooked():
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/other", FastAPI())
    assert undeclared_routes(app) != []


async def test_a_handler_that_forgets_to_ask_gives_nothing_away(client, bearer):
    answer = await client.get("/v1/forgetful", headers=bearer("hr"))
    assert answer.status_code == 500
    assert "everybody" not in answer.text


async def test_without_relation_only_a_bureau_grant_will_do(client, bearer, people):
    assert (await client.get("/v1/policies", headers=bearer("hr"))).status_code == 200
    assert (await client.get("/v1/policies", headers=bearer("auditor"))).status_code == 200
    headers = bearer("unit_leader", person_id=people["chief"])
    assert (await client.get("/v1/policies", headers=headers)).status_code == 404
    for role in set(Role) - {Role.HR, Role.AUDITOR, Role.UNIT_LEADER}:
        headers = bearer(role, person_id=people["chief"])
        assert (await client.get("/v1/policies", headers=headers)).status_code == 403, role


async def test_event_streams_can_be_declared_like_any_route(app, make_client, bearer):
    async def stream():
        yield {"n": 1}

    app.add_api_route(
        "/stream",
        stream,
        response_class=EventSourceResponse,
        dependencies=[requires("demo.policy.read")],
    )
    async with make_client(app) as client:
        assert (await client.get("/stream")).status_code == 401
        answer = await client.get("/stream", headers=bearer("hr"))
    assert 'data: {"n":1}' in answer.text.replace(": 1", ":1")


def test_the_matrix_has_a_row_for_every_operation_and_a_cell_for_every_role(app):
    rows = {(row["method"], row["path"]): row for row in permission_matrix(app)}
    assert set(rows) >= {("GET", "/v1/persons/{person_id}"), ("GET", "/health/live")}
    row = rows["PUT", "/v1/persons/{person_id}"]
    assert row["permission"] == "demo.person.write"
    assert (row["unit_leader"], row["hr"], row["officer"]) == ("subtree", "bureau", "-")
    assert all({role.value for role in Role} <= set(row) for row in rows.values())
    assert rows["GET", "/v1/policies"]["officer"] == "-"
    assert rows["GET", "/v1/policies"]["unit_leader"] == "-"
    assert rows["GET", "/v1/persons"]["auditor"] == "bureau"


@pytest.mark.parametrize("name", ["read", "Roster.read", "roster..read", "roster.read ", "*.read"])
def test_a_permission_is_written_one_way(name):
    with pytest.raises(ValueError):
        requires(name)


async def test_a_refused_write_is_told_before_its_body_is_judged(client, bearer, people):
    answer = await client.put(
        f"/v1/persons/{people['chief']}",
        json={"wrong": 1},
        headers=bearer("officer", person_id=people["chief"]),
    )
    assert answer.status_code == 403
