"""Routes of objections to entries of a file: raise, withdraw, answer, and who waits."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from services.kernel.file.bodies import Basis, Body, Reason, Receipted, Revocation
from services.kernel.file.kinds import FactKind
from services.kernel.file.on_file import AskedCall, OnFile, today_of
from services.kernel.values import Flag
from services.kernel.web.clocks import PageLimit
from services.kernel.web.cursor import CURSOR_CHARS_MAX, seal, unseal
from services.kernel.web.declared_routes import requires
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import UuidText
from services.roster import events as e
from services.roster.objection.objection import Answer, Command, Object, Withdraw, decider

router = APIRouter(prefix="/v1", tags=["objection"])
MAY_RAISE = requires("roster.objection.raise", person="person_id")
MAY_ANSWER = requires("roster.objection.answer", person="person_id")
OWN_WORD = "本人申请"  # The basis of what a person says of the own file.
OBJECTED = FactKind(e.EntryObjected, "entry_objected", "objection")
_BOUND, _FIRST = "objections", ["1900-01-01T00:00:00+00:00", str(UUID(int=0))]
_LIST = """
select objection, person_id, entry, raised_on, recorded_at from entry_objections
where answer is null and (recorded_at, objection) > ($1, $2)
order by recorded_at, objection limit $3
"""
# The person's own: raising and withdrawing are the only commands about oneself.
OwnCall = Annotated[OnFile, Depends(OnFile.of)]


class Objecting(Body):
    entry: UUID
    statement: Annotated[str, Field(min_length=1, max_length=e.STATEMENT_CHARS_MAX)]


class Answering(Body):
    upheld: Flag
    basis: Basis
    reason: Reason


class _Telling(BaseModel):
    """What sealing takes: the words and their day."""

    effective_on: date
    data: e.EntryObjectedTold


class ObjectionLine(BaseModel):
    """One objection that waits; its statement is in the file."""

    objection: UUID
    person_id: str
    entry: UUID
    raised_on: date
    recorded_at: datetime


class ObjectionsPage(BaseModel):
    """Oldest first; `next` is the cursor of the following page."""

    items: list[ObjectionLine]
    next: str | None


@router.post("/persons/{person_id}/objections", status_code=201, dependencies=[MAY_RAISE])
async def object_to_entry(person_id: UuidText, body: Objecting, call: OwnCall) -> Receipted:
    """The entry stands until somebody else has looked; the file shows both."""
    told = e.EntryObjectedTold(entry=body.entry, statement=body.statement)
    telling = _Telling(effective_on=today_of(call.request), data=told)
    sealed = await call.sealed(OBJECTED, person_id, telling)
    assert isinstance(sealed, e.EntryObjected)  # noqa: S101  what OBJECTED makes
    return await _carry_out(call, person_id, Object(sealed, OWN_WORD))


@router.post(
    "/persons/{person_id}/objections/{objection}/withdrawal",
    status_code=201,
    dependencies=[MAY_RAISE],
)
async def withdraw_objection(
    person_id: UuidText, objection: UUID, body: Revocation, call: OwnCall
) -> Receipted:
    return await _carry_out(call, person_id, Withdraw(objection, body.basis, body.reason))


@router.post(
    "/persons/{person_id}/objections/{objection}/answer",
    status_code=201,
    dependencies=[MAY_ANSWER],
)
async def answer_objection(
    person_id: UuidText, objection: UUID, body: Answering, call: AskedCall
) -> Receipted:
    """Not by who recorded the entry; upheld only once the entry is corrected or revoked."""
    actor = call.origin.actor
    answer = Answer(objection, body.upheld, actor, body.basis, body.reason)
    return await _carry_out(call, person_id, answer)


@router.get("/objections", dependencies=[requires("roster.objection.read")])
async def list_objections(
    request: Request,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Query(max_length=CURSOR_CHARS_MAX)] = None,
) -> ObjectionsPage:
    """Those that wait for an answer."""
    key = parts_of(request).cursor_key
    place = unseal(cursor, bound_to=_BOUND, key=key) if cursor else _FIRST
    at, after = datetime.fromisoformat(str(place[0])), UUID(str(place[1]))
    rows = await request.app.state.pool.fetch(_LIST, at, after, limit + 1)
    items = [ObjectionLine(**dict(row)) for row in rows[:limit]]
    last = items[-1] if len(rows) > limit else None
    return ObjectionsPage(
        items=items,
        next=seal([last.recorded_at.isoformat(), str(last.objection)], bound_to=_BOUND, key=key)
        if last
        else None,
    )


async def _carry_out(call: OnFile, person_id: str, command: Command) -> Receipted:
    decide = decider(person_id, today_of(call.request))
    return await call.carry_out_by(decide, command, about="person", subject=person_id)
