"""A command on one file: who may give it, its seal, how it is carried out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from fastapi import Depends, Request, Response

from services.kernel.decider import Decider, State, handle
from services.kernel.errors import forbidden
from services.kernel.event import Event
from services.kernel.file.bodies import Receipted, receipted
from services.kernel.file.commands import Command
from services.kernel.file.file import FileKind, decider
from services.kernel.file.kinds import FactKind, mend_permission
from services.kernel.file.rows import Row, own_file
from services.kernel.file.sealed import sealed_one
from services.kernel.store.postgres import PostgresStore
from services.kernel.web.auth import authenticate
from services.kernel.web.authorize import Access, Subject
from services.kernel.web.call import Call
from services.kernel.web.clocks import day_of
from services.kernel.web.etag import IfMatch
from services.kernel.web.origin import IdempotencyKey
from services.kernel.web.parts import parts_of
from services.kernel.web.permissions import Permission

Asked = TypeVar("Asked")


def store_of(request: Request) -> PostgresStore:
    return cast("PostgresStore", request.app.state.store)


@dataclass(frozen=True, slots=True)
class OnFile(Call):
    """A command on one file."""

    async def sealed(self, fact: FactKind, subject: str, body: Any) -> Event:  # noqa: ANN401
        """The event of a record or correction, its sensitive part sealed for this command."""
        row = Row(subject, body.effective_on, body.data)
        return await sealed_one(self.request, fact, row, self.origin.command_id)

    async def may_mend(self, fact: FactKind, event_id: UUID) -> None:
        """Raises Refused: whose leave is not for the whole bureau mends what he wrote himself."""
        principal, parts = await authenticate(self.request), parts_of(self.request)
        leave = Permission(mend_permission(fact))
        access = Access(principal, leave, parts.grants, parts.directory, today_of(self.request))
        if (await access.verdict(Subject())).allowed:
            return
        actor = await store_of(self.request).actor_of(event_id)
        if actor is not None and actor != principal.sub:
            raise forbidden(
                "entry_of_another",
                "只能更正或撤销本人登记的记载; 他人登记的请人事部门办理",
                "only what you recorded yourself: ask HR to mend what others recorded",
            )

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
