"""The OpenAPI 3.1 document of one application, made valid and truthful."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from services.kernel.web.declared_routes import declarations_of
from services.kernel.web.problem_details import MEDIA_TYPE, Problem
from services.kernel.web.route_table import routes_of

# Every operation's answer to a no; also keeps FastAPI from announcing its own form of 422.
DEFAULT_RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "RFC 9457 problem details",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "Access token of the bureau's identity provider",
}
_ALWAYS_NEEDED = frozenset({"Idempotency-Key"})  # Missing ones get our 400, not FastAPI's 422.


def operation_id(route: APIRoute) -> str:
    """The handler's name; unique in a sound application, which a test of each one checks."""
    return route.name


def describe_with(app: FastAPI) -> None:
    """Replaces `app.openapi` with one that repairs what FastAPI leaves wrong; computed once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way.


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    _, schemas = models_json_schema(
        [(Problem, "serialization")], ref_template="#/components/schemas/{model}"
    )
    document.setdefault("components", {}).setdefault("schemas", {}).update(schemas["$defs"])
    _say_who_needs_a_token(app, document)
    for operations in document.get("paths", {}).values():
        for operation in operations.values():
            _repair(operation)
    return document


def _say_who_needs_a_token(app: FastAPI, document: dict[str, Any]) -> None:
    """From the declarations: a security dependency would say it, too, but at every request."""
    document["components"]["securitySchemes"] = {"HTTPBearer": _BEARER}
    for route in routes_of(app):
        if any(declared.permission for declared in declarations_of(route)):
            for method in route.methods or ():
                operation = document["paths"].get(route.path, {}).get(method.lower())
                if operation is not None:
                    operation["security"] = [{"HTTPBearer": []}]


def _repair(operation: dict[str, Any]) -> None:
    for answer in operation["responses"].values():
        # `itemSchema`, which FastAPI writes for event streams, is a word of OpenAPI 3.2.
        if "text/event-stream" in answer.get("content", {}):
            answer["content"]["text/event-stream"] = {"schema": {"type": "string"}}
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in _ALWAYS_NEEDED:
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "minLength": 8, "maxLength": 128}
