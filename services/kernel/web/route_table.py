"""The routes of an application as it answers them: full path, methods, and what was declared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class _Table:
    """Made at the first request, for a room has over a hundred routes.

    The application keeps it: kept elsewhere, its entries, which lead back, would keep the
    application for good.
    """

    all: list[RouteContext]
    by_route: Mapping[int, list[RouteContext]]  # By identity; `all` keeps every route alive.


def routes_of(app: FastAPI) -> Iterator[RouteContext]:
    """Every route, included routers opened, in the order they are matched."""
    yield from iter_route_contexts(app.routes)


def allowed_methods(app: FastAPI, path: str) -> list[str]:
    """All methods some route answers at `path`, sorted."""
    found: set[str] = set()
    for route in _table(app).all:
        if (pattern := getattr(route, "path_regex", None)) and pattern.match(path):
            found |= set(route.methods or ())
    return sorted(found)


def template_of(scope: Scope) -> str:
    """The path template that answered, `unmatched` when none did: a label, never a person's id."""
    route, app = scope.get("route"), scope.get("app")
    if route is None or app is None:
        return "unmatched"
    answering = routes_answering(app, route)
    return (answering[0].path if answering else None) or "unmatched"


def routes_answering(app: FastAPI, route: BaseRoute) -> list[RouteContext]:
    """The places where one route was included: one, unless a router is included twice."""
    return _table(app).by_route.get(id(route), [])


def _table(app: FastAPI) -> _Table:
    table: _Table | None = getattr(app.state, "route_table", None)
    if table is None:
        found = list(routes_of(app))
        by_route: dict[int, list[RouteContext]] = {}
        for one in found:
            by_route.setdefault(id(one.original_route), []).append(one)
        table = app.state.route_table = _Table(found, by_route)
    return table
