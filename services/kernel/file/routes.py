"""HTTP routes of a room's files, made from its kinds of fact: record, correct, revoke, import."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.routing import Match
from starlette.types import Scope

from services.kernel.decider import Decider, State, handle
from services.kernel.errors import forbidden
from services.kernel.event import Event
from services.kernel.file.bodies import (
    Imported,
    Receipted,
    Revocation,
    UnitId,
    correction_body,
    import_body,
    receipted,
    record_body,
)
from services.kernel.file.commands import Command, CorrectFact, RecordFact, RevokeFact
from services.kernel.file.file import FileKind, decider
from services.kernel.file.history import take_history
from services.kernel.file.kinds import (
    FactKind,
    fact_kinds,
    import_permission,
    mend_permission,
    record_permission,
)
from services.kernel.file.rows import Row, own_file, rows_of
from services.kernel.file.sealed import sealed_one, sealed_rows
from services.kernel.store.postgres import PostgresStore
from services.kernel.web.auth import authenticate
from services.kernel.web.authorize import Access, Subject
from services.kernel.web.call import Call
from services.kernel.web.clocks import day_of
from services.kernel.web.declared_routes import requires
from services.kernel.web.etag import IfMatch
from services.kernel.web.origin import CommandOrigin, IdempotencyKey, mark_replayed
from services.kernel.web.parts import parts_of
from services.kernel.web.permissions import Permission
from services.kernel.web.strict_model import UuidText

Asked = TypeVar("Asked")


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


def store_of(request: Request) -> PostgresStore:
    return cast("PostgresStore", request.app.state.store)


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


@dataclass(frozen=True, slots=True)
class OnFile(Call):
    """A command on one file."""

    async def sealed(self, fact: FactKind, subject: str, body: Any) -> Event:  # noqa: ANN401
        """The event of a record or correction, its sensitive part sealed for this command."""
        row = Row(subject, body.effective_on, body.data)
        return await sealed_one(self.request, fact, row, self.origin.command_id)

    async def carry_out(
        self, kind: FileKind, command: Command, *, about: str, subject: str
    ) -> Receipted:
        decide = decider(kind, subject, today_of(self.request))
        return await self.carry_out_by(decide, command, about=about, subject=subject)

    async def carry_out_by(
        self, decide: Decider[State, Asked], command: Asked, *, about: str, subject: str
    ) -> Receipted:
        """The same for a workflow beside the file, in the same stream."""
        stream_id = f"{about}-{subject}"
        receipt = await handle(
            store_of(self.request),
            decide,
            stream_id=stream_id,
            command=command,
            origin=self.origin,
            expected_version=self.version,
        )
        answer = receipted(subject, stream_id, receipt)
        self.answered(answer.version, replayed=receipt.replayed)
        return answer


async def _call(
    request: Request,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> OnFile:
    """Raises Refused `own_file`: nobody records, corrects or revokes facts about himself."""
    call = await OnFile.of(request, response, idempotency_key, if_match)
    person = (await authenticate(request)).person_id
    if person is not None and request.path_params.get("person_id", "").lower() == person:
        raise own_file()
    return call


AskedCall = Annotated[OnFile, Depends(_call)]


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


async def meet_demands(request: Request, kind: FileKind, data: Iterable[Event]) -> None:
    """Raises Refused unless the caller has, for the bureau, what these events demand."""
    demands = {demand for one in data if (demand := kind.demand_of(one))}
    principal = await authenticate(request)
    parts = parts_of(request)
    for demand in sorted(demands):
        access = Access(
            principal, Permission(demand), parts.grants, parts.directory, today_of(request)
        )
        if not (await access.verdict(Subject())).allowed:
            raise forbidden(
                "more_permission_needed",
                f"该记载还需要权限 {demand}",
                f"this fact also needs the permission {demand}",
            )


def today_of(request: Request) -> date:
    return day_of(parts_of(request).clock())
