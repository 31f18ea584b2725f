"""The document tells what is true."""

import pytest
from fastapi.sse import EventSourceResponse
from openapi_spec_validator import validate

from services.kernel.web.declared_routes import public


@pytest.fixture
def document(app):
    return app.openapi()


def test_commands_demand_their_key(document):
    parameters = document["paths"]["/v1/persons/{person_id}"]["put"]["parameters"]
    [key] = [p for p in parameters if p["name"] == "Idempotency-Key"]
    assert key["required"] is True
    assert key["schema"] == {"type": "string", "minLength": 8, "maxLength": 128}


def test_bearer_is_demanded_where_it_is(document):
    paths = document["paths"]
    assert paths["/v1/persons"]["get"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in paths["/v1/echo"]["post"]


def test_problems_have_all_members(document):
    schema = document["components"]["schemas"]["Problem"]
    assert set(schema["properties"]) == {
        "type", "title", "status", "detail", "instance", "code", "errors",
    }  # fmt: skip
    assert "ProblemError" in document["components"]["schemas"]


def test_bodies_say_they_are_closed(document):
    schema = document["components"]["schemas"]["Echo"]
    assert schema["additionalProperties"] is False


def test_event_streams_keep_the_document_valid(app):
    async def stream():
        yield {"n": 1}

    app.add_api_route(
        "/stream", stream, response_class=EventSourceResponse, dependencies=[public()]
    )
    app.openapi_schema = None
    document = app.openapi()
    validate(document)
    content = document["paths"]["/stream"]["get"]["responses"]["200"]["content"]
    assert content == {"text/event-stream": {"schema": {"type": "string"}}}


def test_it_is_computed_once(app):
    assert app.openapi() is app.openapi()
