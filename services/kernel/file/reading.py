"""Reading a file over HTTP: every record, at both clocks, with who recorded what when."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Protocol, cast
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from services.kernel.doubt import Doubt, said_twice
from services.kernel.errors import Kind, Refused, Text
from services.kernel.event import Recorded, event_type
from services.kernel.fact import contradictions, read_fact, standing
from services.kernel.file.bodies import DoubtView, FactView, FileView, UnitId
from services.kernel.file.file import Doubts
from services.kernel.file.kinds import noun_of, noun_read_permission
from services.kernel.file.on_file import store_of
from services.kernel.file.sealed import State
from services.kernel.protect.told import SECTION
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.clocks import AskedClocks, Clocks, MinPosition
from services.kernel.web.declared_routes import requires
from services.kernel.web.etag import IfNoneMatch, etag_of, not_modified
from services.kernel.web.parts import parts_of
from services.kernel.web.permissions import Permission
from services.kernel.web.strict_model import UuidText

SHOWN_CHARS: Final = 4  # Of a masked field, at its end.


class Shown(Protocol):
    """What an asker sees of an event's sealed part, and what is withheld of the clear one."""

    @property
    def fields(self) -> Mapping[str, Any]: ...
    @property
    def protection(self) -> Mapping[str, str]: ...
    @property
    def withheld(self) -> Collection[str]: ...


Show = Callable[[Request, Access, str, Sequence[Recorded]], Awaitable[Mapping[UUID, "Shown"]]]


async def nothing_sealed(
    _request: Request, _access: Access, _person_id: str, _events: Sequence[Recorded]
) -> Mapping[UUID, Shown]:
    """Of rooms that hold none."""
    return {}


Withheld = Callable[[Sequence[Recorded]], frozenset[UUID]]


def nothing_withheld(_events: Sequence[Recorded]) -> frozenset[UUID]:
    return frozenset()


def reading_router(
    room: str,
    *,
    reserved_nouns: Sequence[str] = (),
    show: Show = nothing_sealed,
    not_for_self: Withheld = nothing_withheld,
    doubts: Doubts = said_twice,
) -> APIRouter:
    """`reserved_nouns`: facts shown only to the person, and to roles granted to read that noun.

    `show` opens what is sealed, as far as the asker may see it; it is given what the asker sees.
    `not_for_self`: entries that the person itself may not see, or not yet.
    """
    router, reserved = APIRouter(prefix="/v1"), frozenset(reserved_nouns)
    may_read = requires(f"{room}.file.read", person="person_id")

    @router.get("/persons/{person_id}/file", name=f"read_{room}_file", tags=["file"])
    async def read_file(  # noqa: PLR0913  each is one header or parameter
        *,
        person_id: UuidText,
        request: Request,
        response: Response,
        asked: AskedClocks,
        min_position: MinPosition = None,
        if_none_match: IfNoneMatch = None,
        access: Access = may_read,
    ) -> FileView:
        """Every record, mended ones too: what was known then, and what is known now."""
        store = store_of(request)
        await wait_for(request, min_position)
        events = await store.read_subject(person_id)
        if not events:
            raise nothing_here()
        version = max(event.version for event in events)
        if same := not_modified(version, if_none_match):
            return cast("FileView", same)
        known = version_at(events, asked.known_at)
        hidden = _hidden(request, room, access, person_id, reserved)
        events = [event for event in events if noun_of(event_type(event.type)) not in hidden]
        if access.principal.person_id == person_id:
            withheld = not_for_self(events)
            events = [event for event in events if event.event_id not in withheld]
        open_parts = await show(request, access, person_id, events)
        if not any(State.UNAVAILABLE in part.protection.values() for part in open_parts.values()):
            response.headers["ETag"] = etag_of(version)  # Without: the next answer may say more.
        return file_view(person_id, events, asked, version=known, shown=open_parts, doubts=doubts)

    return router


def unit_reading_router(room: str, doubts: Doubts = said_twice) -> APIRouter:
    """The file of a unit: what was recorded of it, by whom, on what basis."""
    router = APIRouter(prefix="/v1")

    @router.get(
        "/units/{unit_id}/file",
        name=f"read_{room}_unit_file",
        tags=["unit"],
        dependencies=[requires(f"{room}.unit.read")],
    )
    async def read_unit_file(
        unit_id: UnitId,
        request: Request,
        response: Response,
        asked: AskedClocks,
        if_none_match: IfNoneMatch = None,
    ) -> FileView:
        """Every record, mended ones too: what was known then, and what is known now."""
        events = await store_of(request).read_stream(f"unit-{unit_id}")
        if not events:
            raise nothing_here()
        version = events[-1].version
        if same := not_modified(version, if_none_match):
            return cast("FileView", same)
        response.headers["ETag"] = etag_of(version)
        known = version_at(events, asked.known_at)
        return file_view(unit_id, events, asked, version=known, doubts=doubts)

    return router


def _hidden(
    request: Request, room: str, access: Access, person_id: str, reserved: frozenset[str]
) -> frozenset[str]:
    principal = access.principal
    if principal.person_id == person_id:
        return frozenset()
    grants = parts_of(request).grants
    return frozenset(
        noun
        for noun in reserved
        if not grants.scopes_of(principal.roles, Permission(noun_read_permission(room, noun)))
    )


def version_at(events: Sequence[Recorded], known_at: datetime) -> int:
    return max((event.version for event in events if event.recorded_at <= known_at), default=0)


def file_view(
    subject: str,
    events: Sequence[Recorded],
    asked: Clocks,
    *,
    version: int,
    shown: Mapping[UUID, Shown] = MappingProxyType({}),
    doubts: Doubts = said_twice,
) -> FileView:
    """Pure: what of these events an asker sees at the two clocks; `version`: of the whole file."""
    known = [event for event in events if event.recorded_at <= asked.known_at]
    stood = standing(read_fact(event) for event in known)
    stands, against = {fact.event_id for fact in stood}, contradictions(stood)
    doubted = _by_fact(doubts(stood))
    return FileView(
        subject=subject,
        as_of=asked.as_of,
        known_at=asked.known_at,
        version=version,
        facts=[
            _fact_view(
                event,
                shown.get(event.event_id),
                standing_now=event.event_id in stands,
                against=against.get(event.event_id, []),
                doubts=doubted.get(event.event_id, []),
            )
            for event in known
            if event.effective_on <= asked.as_of
        ],
    )


def _by_fact(doubts: Sequence[Doubt]) -> dict[UUID, list[DoubtView]]:
    """Each doubt at every fact it concerns, with the others."""
    found: dict[UUID, list[DoubtView]] = defaultdict(list)
    for one in doubts:
        for event_id in one.facts:
            others = [other for other in one.facts if other != event_id]
            found[event_id].append(
                DoubtView(
                    code=one.code, zh=one.text.zh, en=one.text.en, facts=others, holds=one.holds
                )
            )
    return found


def _fact_view(
    event: Recorded,
    part: Shown | None,
    *,
    standing_now: bool,
    against: list[UUID],
    doubts: list[DoubtView],
) -> FactView:
    more = (other for doubt in doubts for other in doubt.facts if doubt.code != "said_differently")
    return FactView(
        event_id=event.event_id,
        type=event.type,
        title=event_type(event.type).ZH,
        effective_on=event.effective_on,
        recorded_at=event.recorded_at,
        recorded_by=event.actor,
        basis=event.basis,
        reason=event.reason,
        corrects=event.corrects,
        revokes=event.revokes,
        standing=standing_now,
        contradicts=list(dict.fromkeys((*against, *more))),
        doubts=doubts,
        data=_shown(event, part.withheld if part else ()) | dict(part.fields if part else {}),
        protection=dict(part.protection) if part else {},
    )


def _shown(event: Recorded, withheld: Collection[str]) -> dict[str, Any]:
    """The payload, of masked fields only the last characters."""
    data: dict[str, Any] = msgspec.json.decode(event.data)
    for name in (SECTION, *withheld):  # Ciphertext helps nobody, and is nobody's business.
        data.pop(name, None)
    hidden = {name: masked(data[name]) for name in event_type(event.type).MASKED if name in data}
    return data | hidden


def masked(text: str) -> str:
    return "*" * max(len(text) - SHOWN_CHARS, 0) + text[-SHOWN_CHARS:]


async def wait_for(request: Request, min_position: int | None) -> None:
    """Read-your-writes: raises Refused `not_yet_known` when the log has not come that far."""
    if min_position is None:
        return
    head = await request.app.state.log.head()
    if head.pos < min_position:
        raise Refused(
            Kind.NOT_YET_KNOWN,
            "not_yet_known",
            Text(
                f"尚未到达位置 {min_position}, 请稍后重试",
                f"position {min_position} has not arrived yet: try again",
            ),
        )
