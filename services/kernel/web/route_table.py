"""The routes of an application as it answers them: full path, methods, and what was declared."""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import Scope

_tables: WeakKeyDictionary[FastAPI, list[RouteContext]] = WeakKeyDictionary()
# By identity of the route; the table above keeps every route alive.
_places: WeakKeyDictionary[FastAPI, dict[int, list[RouteContext]]] = WeakKeyDictionary()


def routes_of(app: FastAPI) -> Iterator[RouteContext]:
    """Every route, included routers opened, in the order they are matched."""
    yield from iter_route_contexts(app.routes)


def allowed_methods(app: FastAPI, path: str) -> list[str]:
    """All methods some route answers at `path`, sorted."""
    found: set[str] = set()
    for route in _table(app):
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
    return _by_route(app).get(id(route), [])


def _table(app: FastAPI) -> list[RouteContext]:
    if app not in _tables:
        _tables[app] = list(routes_of(app))
    return _tables[app]


def _by_route(app: FastAPI) -> dict[int, list[RouteContext]]:
    """Asked at every request: a room has over a hundred routes."""
    if app not in _places:
        made: dict[int, list[RouteContext]] = {}
        for found in _table(app):
            made.setdefault(id(found.original_route), []).append(found)
        _places[app] = made
    return _places[app]
