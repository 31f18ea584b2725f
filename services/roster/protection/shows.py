"""The sealed fields of a file for one asker: opened, masked, and written down when in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import cast
from uuid import UUID

from fastapi import Request

from services.kernel.errors import Refused
from services.kernel.event import Origin, Recorded, event_type
from services.kernel.fact import read_fact
from services.kernel.file.sealed import Opened, State, opened
from services.kernel.identity import new_uuid7
from services.kernel.policy import Shelf, load_shelf
from services.kernel.protect.events import ReadManner, SensitiveRead
from services.kernel.protect.told import told_of
from services.kernel.protect.vault import Vault
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import day_of
from services.kernel.web.parts import parts_of
from services.roster.erasure.erased import erased_classes
from services.roster.protection.access_log import AccessLog
from services.roster.protection.policy import PERSONAL_DATA, FieldView, PersonalDataChoice, Viewer
from services.roster.protection.showing import Shown, shown

POLICIES = Path(__file__).parents[3] / "policies"


@dataclass(frozen=True, slots=True)
class Protection:
    """What the routes that give sensitive data stand on."""

    vault: Vault
    shelf: Shelf
    log: AccessLog

    def choice(self, day: date) -> PersonalDataChoice:
        return cast("PersonalDataChoice", self.shelf.in_force(PERSONAL_DATA.name, day).choice)

    def views(self, day: date) -> Mapping[str, FieldView]:
        return {view.field: view for view in self.choice(day).views.fields}


def protection_of(vault: Vault, bureau: str) -> Protection:
    """Raises SourceWrong with every mistake of every file."""
    shelf = load_shelf(POLICIES, bureau, [PERSONAL_DATA])

    def most(at: datetime) -> Mapping[ReadManner, int]:
        choice = cast("PersonalDataChoice", shelf.in_force(PERSONAL_DATA.name, day_of(at)).choice)
        return {
            ReadManner.REVEAL: choice.reveals_per_day.value,
            ReadManner.SEARCH: choice.searches_per_day.value,
        }

    return Protection(vault, shelf, AccessLog(vault, most))


def asked_of(request: Request) -> Protection:
    return cast("Protection", request.app.state.protection)


async def show(
    request: Request, access: Access, person_id: str, events: Sequence[Recorded]
) -> Mapping[UUID, Shown]:
    """By event id. Whatever another person sees in full is in the access log before it is given."""
    sealed = [event for event in events if told_of(event_type(event.type))]
    if not sealed:
        return {}
    protection, now = asked_of(request), parts_of(request).clock()
    views, viewers = protection.views(day_of(now)), await viewers_of(access, person_id)
    erased = erased_classes(read_fact(event) for event in events)
    try:
        found = await opened(protection.vault, sealed, erased)
    except Refused:  # The rest of the file is shown all the same.
        found = {event.event_id: Opened(State.UNAVAILABLE, {}) for event in sealed}
    lines = {
        event.event_id: shown(event_type(event.type), found[event.event_id], views, viewers)
        for event in sealed
    }
    in_full = sorted({name for line in lines.values() for name in line.in_full})
    if in_full and Viewer.SELF not in viewers:
        read = SensitiveRead(manner=ReadManner.FILE, fields=in_full, roles=roles_said(viewers))
        await protection.log.note(person_id, read, reading(request, access), now)
    return lines


def roles_said(viewers: set[Viewer]) -> list[str]:
    return sorted(viewer.value for viewer in viewers) or ["-"]


def reading(request: Request, access: Access) -> Origin:
    """Of a read that is no command: each is one of its own."""
    return Origin(new_uuid7(), access.principal.sub, request.state.correlation_id)


async def viewers_of(access: Access, person_id: str) -> set[Viewer]:
    """As whom the asker reaches this person: a hat counts only where it reaches by itself."""
    found = {Viewer.SELF} if access.principal.person_id == person_id else set()
    for role in access.principal.roles & set(Viewer):
        alone = replace_roles(access, role)
        try:
            await alone.to_person(person_id)
        except Refused:
            continue
        found.add(Viewer(role))
    return found


def replace_roles(access: Access, role: str) -> Access:
    principal = replace(access.principal, roles=frozenset({role}))
    return Access(principal, access.permission, access.grants, access.directory, access.on)
