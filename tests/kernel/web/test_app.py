"""The application as a whole: every route declared, one document, one order of layers."""

import json
from contextlib import asynccontextmanager

import pytest
from fastapi import APIRouter
from openapi_spec_validator import validate

from services.kernel.web.app import service_app


async def test_a_request_goes_through_all_layers(client):
    answer = await client.post(
        "/v1/echo", json={"name": "𠮷田·阿依古丽"}, headers={"X-Request-Id": "phone-12345"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["name"] == "𠮷田·阿依古丽"
    assert answer.headers["x-request-id"] == "phone-12345"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_document_is_valid_openapi_with_unique_operations(app):
    document = app.openapi()
    validate(document)
    assert document["openapi"].startswith("3.1")
    ids = [op["operationId"] for path in document["paths"].values() for op in path.values()]
    assert len(ids) == len(set(ids))


def test_every_operation_may_answer_with_a_problem(app):
    document = app.openapi()
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in json.dumps(document)
    for path in document["paths"].values():
        for operation in path.values():
            content = operation["responses"]["default"]["content"]
            assert list(content) == ["application/problem+json"]


async def test_resources_open_before_and_close_after(parts):
    seen = []

    @asynccontextmanager
    async def resources(app):
        seen.append("open")
        yield
        seen.append("closed")

    app = service_app("demo", routers=[APIRouter()], parts=parts, version="1", resources=resources)
    async with app.router.lifespan_context(app):
        assert seen == ["open"]
    assert seen == ["open", "closed"]


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
async def test_documentation_can_be_switched_off(with_parts, make_client, path):
    async with make_client(with_parts(documentation=False)) as client:
        assert (await client.get(path)).status_code == 404
