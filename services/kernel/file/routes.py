"""HTTP routes of a room's files, made from its kinds of fact: record, correct, revoke, import."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.routing import Match
from starlette.types import Scope

from services.kernel.file.bodies import (
    Imported,
    Receipted,
    Revocation,
    UnitId,
    correction_body,
    import_body,
    record_body,
)
from services.kernel.file.commands import CorrectFact, RecordFact, RevokeFact
from services.kernel.file.file import FileKind
from services.kernel.file.history import take_history
from services.kernel.file.kinds import (
    FactKind,
    fact_kinds,
    import_permission,
    mend_permission,
    record_permission,
)
from services.kernel.file.on_file import AskedCall, meet_demands, store_of, today_of
from services.kernel.file.rows import Row, rows_of
from services.kernel.file.sealed import sealed_rows
from services.kernel.web.auth import authenticate
from services.kernel.web.declared_routes import requires
from services.kernel.web.origin import CommandOrigin, mark_replayed
from services.kernel.web.strict_model import UuidText


class KindRouter(APIRouter):
    """The routes of one kind of fact, looked at only when the path names the kind.

    A room has a hundred such routes, and matching them one by one costs more than a command.
    """

    def __init__(self, slug: str) -> None:
        super().__init__(prefix="/v1")
        self._named = f"/{slug}"

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if self._named not in scope["path"]:
            return Match.NONE, {}
        return super().matches(scope)


def file_routers(kind: FileKind) -> list[APIRouter]:
    """Record, correct, revoke and import routes: a router for each kind the room registered.

    The application includes each of them itself. Nested in one router, FastAPI would look through
    all of them again at every level of every match.
    """
    routers: list[APIRouter] = []
    for fact in fact_kinds(kind.room):
        own = KindRouter(fact.slug)
        if fact.about == "person":
            _add_person_routes(own, kind, fact)
        else:
            _add_unit_routes(own, kind, fact)
        _add_import(own, kind, fact)
        routers.append(own)
    return routers


def _add_person_routes(router: APIRouter, kind: FileKind, fact: FactKind) -> None:
    body_type, mended_type = record_body(fact), correction_body(fact)

    async def record(
        person_id: UuidText,
        body: Any,  # noqa: ANN401  typed below
        call: AskedCall,
    ) -> Receipted:
        await meet_demands(call.request, kind, [body.data])
        data = await call.sealed(fact, person_id, body)
        command = RecordFact(data, body.effective_on, body.basis)
        return await call.carry_out(kind, command, about="person", subject=person_id)

    async def correct(
        person_id: UuidText,
        event_id: UUID,
        body: Any,  # noqa: ANN401  typed below
        call: AskedCall,
    ) -> Receipted:
        await call.may_mend(fact, event_id)
        await meet_demands(call.request, kind, [body.data])
        data = await call.sealed(fact, person_id, body)
        command = CorrectFact(event_id, data, body.effective_on, body.basis, body.reason)
        return await call.carry_out(kind, command, about="person", subject=person_id)

    async def revoke(
        person_id: UuidText,
        event_id: UUID,
        body: Revocation,
        call: AskedCall,
    ) -> Receipted:
        await call.may_mend(fact, event_id)
        command = RevokeFact(event_id, body.basis, body.reason, fact.slug)
        return await call.carry_out(kind, command, about="person", subject=person_id)

    record.__annotations__["body"] = body_type
    correct.__annotations__["body"] = mended_type
    path = f"/persons/{{person_id}}/facts/{fact.slug}"
    may_record = requires(record_permission(fact), person="person_id")
    may_mend = requires(mend_permission(fact), person="person_id")
    _post(router, path, record, f"record_{fact.slug}", fact, may_record)
    _post(
        router, f"{path}/{{event_id}}/correction", correct, f"correct_{fact.slug}", fact, may_mend
    )
    _post(router, f"{path}/{{event_id}}/revocation", revoke, f"revoke_{fact.slug}", fact, may_mend)


def _add_unit_routes(router: APIRouter, kind: FileKind, fact: FactKind) -> None:
    body_type, mended_type = record_body(fact), correction_body(fact)

    async def record(
        unit_id: UnitId,
        body: Any,  # noqa: ANN401  typed below
        call: AskedCall,
    ) -> Receipted:
        command = RecordFact(body.data, body.effective_on, body.basis)
        return await call.carry_out(kind, command, about="unit", subject=unit_id)

    async def correct(
        unit_id: UnitId,
        event_id: UUID,
        body: Any,  # noqa: ANN401  typed below
        call: AskedCall,
    ) -> Receipted:
        command = CorrectFact(event_id, body.data, body.effective_on, body.basis, body.reason)
        return await call.carry_out(kind, command, about="unit", subject=unit_id)

    async def revoke(
        unit_id: UnitId,
        event_id: UUID,
        body: Revocation,
        call: AskedCall,
    ) -> Receipted:
        command = RevokeFact(event_id, body.basis, body.reason, fact.slug)
        return await call.carry_out(kind, command, about="unit", subject=unit_id)

    record.__annotations__["body"] = body_type
    correct.__annotations__["body"] = mended_type
    path = f"/units/{{unit_id}}/facts/{fact.slug}"
    mended, may_mend = f"{path}/{{event_id}}", requires(mend_permission(fact))
    _post(router, path, record, f"record_{fact.slug}", fact, requires(record_permission(fact)))
    _post(router, f"{mended}/correction", correct, f"correct_{fact.slug}", fact, may_mend)
    _post(router, f"{mended}/revocation", revoke, f"revoke_{fact.slug}", fact, may_mend)


def _add_import(router: APIRouter, kind: FileKind, fact: FactKind) -> None:
    async def take_over(
        body: Any,  # noqa: ANN401  typed below
        request: Request,
        response: Response,
        origin: CommandOrigin,
    ) -> Imported:
        rows = rows_of(body.rows, (await authenticate(request)).person_id)
        await meet_demands(request, kind, [row.data for row in rows if isinstance(row, Row)])
        taken = await take_history(
            store_of(request),
            kind,
            await sealed_rows(request, fact, rows, origin.command_id),
            basis=body.basis,
            origin=origin,
            today=today_of(request),
        )
        mark_replayed(response, replayed=taken.receipt.replayed)
        return Imported(
            rows=len(body.rows),
            recorded=taken.recorded,
            already_recorded=taken.already_recorded,
            pos=taken.receipt.pos,
        )

    take_over.__annotations__["body"] = import_body(fact)
    _post(
        router,
        f"/imports/{fact.slug}",
        take_over,
        f"import_{fact.slug}",
        fact,
        requires(import_permission(fact)),
    )


def _post(
    router: APIRouter,
    path: str,
    handler: Any,  # noqa: ANN401  any of the handlers above
    name: str,
    fact: FactKind,
    demand: Any,  # noqa: ANN401  what `requires` gives
) -> None:
    handler.__name__ = name
    router.post(
        path,
        status_code=201,
        name=name,
        summary=fact.event.ZH,
        tags=[fact.noun],
        dependencies=[demand],
    )(handler)
