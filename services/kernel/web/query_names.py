"""Refuses query parameters nobody reads: a misspelt `as_of` must not answer for today."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.web.route_table import routes_answering


def refuse_unknown_query(request: Request) -> None:
    """Raises Refused for a name the route does not know, or a single value given twice."""
    given = request.query_params.multi_items()
    if not given:
        return
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or route.path.endswith(":path}"):
        return  # What passes through a door is judged by the room behind it.
    known = {
        parameter: repeatable
        for context in routes_answering(request.app, route)
        for parameter, repeatable in _parameters(context.dependant)
    }
    seen: set[str] = set()
    errors = []
    for name, _ in given:
        if name not in known:
            errors.append(
                _error(name, "unknown_parameter", "没有这个参数", "is not a parameter here")
            )
        elif name in seen and not known[name]:
            errors.append(
                _error(name, "repeated_parameter", "只能出现一次", "may be given once only")
            )
        seen.add(name)
    if errors:
        text = Text("查询参数不符合要求", "the query parameters are not acceptable")
        raise Refused(Kind.INVALID, "invalid_request", text, errors=errors[:50])


def _error(name: str, code: str, zh: str, en: str) -> FieldError:
    return FieldError(f"query/{name[:100]}", code, Text(zh, en))


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Names a route and its dependencies read from the query, and whether they may repeat."""
    for parameter in dependant.query_params:
        yield parameter.alias, "list" in str(parameter.field_info.annotation)
    for inner in dependant.dependencies:
        yield from _parameters(inner)
