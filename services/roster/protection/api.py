"""Routes that give sensitive data on purpose: reveal, search by ID number, and who has read."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.event import Recorded, decode_fast, event_type
from services.kernel.fact import read_fact, standing
from services.kernel.file.bodies import Body, Reason
from services.kernel.file.on_file import store_of
from services.kernel.file.sealed import State, opened
from services.kernel.protect.events import ReadManner, SensitiveRead
from services.kernel.protect.told import sealed_fields
from services.kernel.values import ShortText
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.clocks import day_of
from services.kernel.web.declared_routes import requires
from services.kernel.web.origin import CommandOrigin, mark_replayed
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import UuidText
from services.roster.erasure.erased import erased_classes
from services.roster.identity.id_number import IdNumber
from services.roster.identity.index import KIND
from services.roster.protection.shows import asked_of, reading, roles_said, viewers_of

router = APIRouter(prefix="/v1")

NOBODY = "nobody"  # The subject of a search that found no one.
ABSENT = "absent"
_FOUND = """
select c.person_id, c.name, c.category, c.police_number
from identity_numbers n join person_cards c using (person_id) where n.blind = $1
"""


class SealedField(StrEnum):
    """What can be revealed."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    ADDRESS = "address"
    DETAIL = "detail"
    STATEMENT = "statement"


class Reveal(Body):
    """One person's fields in full, for a reason that stays on record."""

    fields: Annotated[list[SealedField], Field(min_length=1, max_length=5)]
    reason: Reason
    case_number: ShortText


class Revealed(BaseModel):
    """The values that stand today; `states` says why one is not there."""

    person_id: str
    values: dict[str, Any]
    states: dict[str, str]


class NumberSearch(Body):
    """A whole ID number: in the body, so that it is in no address and no log."""

    id_number: IdNumber
    reason: Reason


class PersonFound(BaseModel):
    person_id: str
    name: str
    category: str
    police_number: str | None


class PeopleFound(BaseModel):
    items: list[PersonFound]


class ReadView(BaseModel):
    """One read of sensitive data about this person."""

    read_at: datetime
    read_by: str
    roles: list[str]
    manner: str
    fields: list[str]
    reason: str
    case_number: str


class ReadsView(BaseModel):
    """Newest first."""

    person_id: str
    items: list[ReadView]


@router.post("/persons/{person_id}/reveal", tags=["protection"])
async def reveal_fields(
    person_id: UuidText,
    body: Reveal,
    request: Request,
    response: Response,
    origin: CommandOrigin,
    access: Access = requires("roster.personal_data.reveal", person="person_id"),
) -> Revealed:
    """Written down before the answer is given; 429 above the day's number."""
    protection, now = asked_of(request), parts_of(request).clock()
    events = await store_of(request).read_subject(person_id)
    if not events:
        raise nothing_here()
    viewers, views = await viewers_of(access, person_id), protection.views(day_of(now))
    for at, name in enumerate(body.fields):
        if not viewers & set(views[name].reveal):
            raise _not_for_you(at, name)
    fields = sorted({name.value for name in body.fields})
    read = SensitiveRead(
        manner=ReadManner.REVEAL,
        fields=fields,
        roles=roles_said(viewers),
        reason=body.reason,
        case_number=body.case_number,
    )
    receipt = await protection.log.note(person_id, read, origin, now)
    mark_replayed(response, replayed=receipt.replayed)
    response.headers["Cache-Control"] = "no-store"
    return await _revealed(request, person_id, events, fields)


async def _revealed(
    request: Request, person_id: str, events: list[Recorded], fields: list[str]
) -> Revealed:
    today = day_of(parts_of(request).clock())
    facts = standing(read_fact(event) for event in events)
    erased = erased_classes(read_fact(event) for event in events)
    latest: dict[str, Recorded] = {}
    by_id = {event.event_id: event for event in events}
    for fact in facts:
        if fact.effective_on <= today:
            latest |= dict.fromkeys(sealed_fields(event_type(fact.type)), by_id[fact.event_id])
    wanted = {name: latest[name] for name in fields if name in latest}
    parts = await opened(asked_of(request).vault, list(wanted.values()), erased)
    values, states = {}, {name: ABSENT for name in fields if name not in wanted}
    for name, event in wanted.items():
        part = parts[event.event_id]
        if part.state is State.OPEN and name in part.fields:
            values[name] = part.fields[name]
        else:
            states[name] = ABSENT if part.state is State.OPEN else part.state.value
    return Revealed(person_id=person_id, values=values, states=states)


@router.post("/persons/search", tags=["protection"])
async def search_by_number(
    body: NumberSearch,
    request: Request,
    response: Response,
    origin: CommandOrigin,
    access: Access = requires("roster.identity.search"),
) -> PeopleFound:
    """Who has this ID number; that it was asked is in the access log, the number is not."""
    protection, now = asked_of(request), parts_of(request).clock()
    blind = protection.vault.blind(KIND, body.id_number)
    rows = await request.app.state.pool.fetch(_FOUND, blind)
    read = SensitiveRead(
        manner=ReadManner.SEARCH,
        fields=[KIND],
        roles=sorted(access.principal.roles),
        reason=body.reason,
        found=len(rows),
    )
    subject = rows[0]["person_id"] if rows else NOBODY
    receipt = await protection.log.note(subject, read, origin, now)
    mark_replayed(response, replayed=receipt.replayed)
    return PeopleFound(items=[PersonFound(**dict(row)) for row in rows])


@router.get("/persons/{person_id}/reads", tags=["protection"])
async def list_reads(
    person_id: UuidText,
    request: Request,
    access: Access = requires("roster.access_log.read", person="person_id"),
) -> ReadsView:
    """Who has read this person's sensitive data, when, and why. Asked by another, it is a read."""
    protection = asked_of(request)
    if access.principal.person_id != person_id:
        read = SensitiveRead(
            manner=ReadManner.READS, fields=["reads"], roles=sorted(access.principal.roles)
        )
        now = parts_of(request).clock()
        await protection.log.note(person_id, read, reading(request, access), now)
    events = await protection.log.of_person(person_id)
    items = [_read_view(event) for event in reversed(events) if event.type == SensitiveRead.TYPE]
    return ReadsView(person_id=person_id, items=items)


def _read_view(event: Recorded) -> ReadView:
    read = decode_fast(event.type, event.data)
    return ReadView(
        read_at=event.recorded_at,
        read_by=event.actor,
        roles=read.roles,
        manner=read.manner.value,
        fields=read.fields,
        reason=read.reason,
        case_number=read.case_number,
    )


def _not_for_you(at: int, name: str) -> Refused:
    text = Text(
        f"您的角色不得明示查看 {name}",
        f"your role may not have {name} revealed",
    )
    return Refused(
        Kind.FORBIDDEN,
        "reveal_not_permitted",
        text,
        errors=(FieldError(f"/fields/{at}", "reveal_not_permitted", text),),
    )
