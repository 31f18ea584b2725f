"""Every route says who may call it: `requires(...)` or `public()`; whoever forgets is found."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.routing import APIRoute, RouteContext

from services.kernel.web.auth import authenticate
from services.kernel.web.authorize import PERSON_ID, Access, not_permitted
from services.kernel.web.clocks import day_of
from services.kernel.web.http_refusals import wrong_content
from services.kernel.web.parts import parts_of
from services.kernel.web.permissions import Permission, Role, Scope
from services.kernel.web.query_names import refuse_unknown_query
from services.kernel.web.route_table import routes_of


class Reach(StrEnum):
    """How a route knows whom it is about."""

    BUREAU = "bureau"  # Nobody in particular: only a bureau-wide grant will do.
    PERSON = "person"  # The person named in the path; checked before the handler runs.
    HANDLER = "handler"  # The handler asks its `Access`; if it does not, the answer is withheld.


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one route demands of its callers; `permission` is None where it is public."""

    permission: Permission | None
    reach: Reach = Reach.BUREAU


class _Required:
    """The dependency behind `requires`; carries its declaration where the route table finds it."""

    def __init__(self, declaration: Declaration, parameter: str) -> None:
        self.declaration = declaration
        self.parameter = parameter

    async def __call__(self, request: Request) -> Access:
        return await self._admit(request)

    async def _admit(self, request: Request) -> Access:
        parts, permission = parts_of(request), self.declaration.permission
        assert permission is not None  # noqa: S101  # `public` uses another class.
        principal = await authenticate(request)
        access = Access(principal, permission, parts.grants, parts.directory, day_of(parts.clock()))
        if not access.has_any_scope():
            raise not_permitted()
        await access.to_serving()
        if self.declaration.reach is Reach.PERSON:
            await access.to_person(_person_id(request.path_params[self.parameter], self.parameter))
        elif self.declaration.reach is Reach.BUREAU:
            await access.to_bureau()
        # Last: what parameters a route has is told to those who may call it.
        refuse_unknown_query(request)
        return access


class _RequiredOfHandler(_Required):
    """Looks back once the handler has run; only these routes pay for it."""

    async def __call__(self, request: Request) -> AsyncIterator[Access]:  # type: ignore[override]
        access = await self._admit(request)
        yield access
        if not access.asked:
            # A mistake in the handler must not become somebody's data in the wrong hands.
            raise RuntimeError(f"{request.scope['path']} answered without asking its Access")


def _person_id(text: str, parameter: str) -> str:
    """What cannot be anybody's id hides nobody, so its fault is told."""
    if not PERSON_ID.fullmatch(text.lower()):
        raise wrong_content(
            "uuid_required", "应为 UUID", "must be a UUID", pointer=f"path/{parameter}"
        )
    return text.lower()


class _Public:
    def __init__(self) -> None:
        self.declaration = Declaration(None)

    async def __call__(self, request: Request) -> None:
        """Nothing is demanded of the caller."""
        refuse_unknown_query(request)


def requires(
    permission: Permission | str, *, person: str | None = None, handler: bool = False
) -> Any:  # noqa: ANN401  # Depends is Any to the type checker, so that it can be a default.
    """The demand of one route, as a dependency that gives an `Access`.

    `person` names the path parameter with the person's id. `handler=True` leaves the question to
    the handler: `access.visible_paths()` for lists, `access.to_person(...)` for ids in a body.
    With neither, only a bureau-wide grant will do.
    """
    reach = Reach.PERSON if person else Reach.HANDLER if handler else Reach.BUREAU
    declaration = Declaration(Permission(permission), reach)
    if handler:
        # Scope "function": the check after the handler runs before the answer leaves.
        return Depends(_RequiredOfHandler(declaration, ""), scope="function")
    return Depends(_Required(declaration, person or ""))


def public() -> Any:  # noqa: ANN401
    """Anybody may call, without a token. Said, not forgotten."""
    return Depends(_Public())


def declarations_of(route: RouteContext) -> list[Declaration]:
    original = route.original_route
    if not isinstance(original, APIRoute):
        return []
    calls: list[Any] = [inner.call for inner in route.dependant.dependencies]
    return [call.declaration for call in calls if isinstance(call, _Required | _Public)]


def undeclared_routes(app: FastAPI) -> list[str]:
    """Routes that do not say who may call them, or say it twice; empty in a sound application."""
    return [
        f"{'/'.join(sorted(route.methods or ()))} {route.path}"
        for route in routes_of(app)
        if len(declarations_of(route)) != 1
    ]


def permission_matrix(app: FastAPI) -> list[dict[str, str]]:
    """One row per operation: method, path, permission, reach, and each role's scopes or `-`."""
    rows = []
    for route in routes_of(app):
        for declaration in declarations_of(route):
            for method in sorted(route.methods or ()):
                row = {
                    "method": method,
                    "path": route.path or "",
                    "permission": declaration.permission or "public",
                    "reach": declaration.reach.value if declaration.permission else "-",
                }
                rows.append(row | {role.value: _cell(app, role, declaration) for role in Role})
    return rows


def _cell(app: FastAPI, role: Role, declaration: Declaration) -> str:
    if declaration.permission is None:
        return "public"
    scopes = app.state.parts.grants.scopes_of({role.value}, declaration.permission)
    if declaration.reach is Reach.BUREAU:
        scopes &= {Scope.BUREAU}
    return "+".join(scope.name.lower() for scope in sorted(scopes)) or "-"
