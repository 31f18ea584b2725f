"""The sealed fields of a file for one asker: opened, masked, and written down when in full."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from fastapi import Request
from msgspec import json

from services.kernel.errors import Refused
from services.kernel.event import Event, Origin, Recorded, event_type
from services.kernel.fact import read_fact
from services.kernel.file.sealed import Opened, State, opened
from services.kernel.identity import new_uuid7
from services.kernel.policy import Shelf
from services.kernel.policy_files import POLICIES, load_shelf
from services.kernel.protect.classes import FieldClass, class_of
from services.kernel.protect.events import ReadManner, SensitiveRead
from services.kernel.protect.told import SECTION, told_of
from services.kernel.protect.vault import Vault
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import day_of
from services.kernel.web.parts import parts_of
from services.roster.classes import CLASSES
from services.roster.erasure.erased import erased_classes
from services.roster.protection.access_log import AccessLog
from services.roster.protection.policy import PERSONAL_DATA, FieldView, PersonalDataChoice, Viewer
from services.roster.protection.showing import Shown, shown


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
    """By event id. Whatever another person sees in full is in the access log before it is given.

    So is what is restricted and stands in clear: sanctions, cases, bars, conclusions.
    """
    sealed = [event for event in events if told_of(event_type(event.type))]
    restricted = {event.event_id: restricted_in_clear(event) for event in events}
    restricted = {event_id: names for event_id, names in restricted.items() if names}
    if not sealed and not restricted:
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
    if Viewer.SELF in viewers:
        return lines
    in_full = {name for line in lines.values() for name in line.in_full}
    fields = sorted(in_full.union(*(names.values() for names in restricted.values())))
    if fields:
        read = SensitiveRead(manner=ReadManner.FILE, fields=fields, roles=roles_said(viewers))
        try:
            await protection.log.note(person_id, read, reading(request, access), now)
        except Refused:
            if in_full:
                raise
            # The rest of the file is shown all the same.
            return lines | {
                event_id: _without(lines.get(event_id), names)
                for event_id, names in restricted.items()
            }
    return lines


def restricted_in_clear(event: Recorded) -> dict[str, str]:
    """Pure. The fields of class S4 that it holds unsealed, and how the access log calls them."""
    kind, slug = event_type(event.type), event.type.split(".")[1]
    names = json.decode(event.data)
    return {name: f"{slug}.{name}" for name in names if _is_restricted(kind, name)}


def _without(line: Shown | None, names: Collection[str]) -> Shown:
    """A line whose restricted fields nobody could write down the reading of."""
    line = line or Shown({}, {})
    told = dict(line.protection) | dict.fromkeys(names, State.UNAVAILABLE.value)
    return Shown(line.fields, told, tuple(names))


def _is_restricted(kind: type[Event], name: str) -> bool:
    if name == SECTION:
        return False
    classed = class_of(CLASSES, kind, name)
    return classed.of is FieldClass.S4 and bool(classed.in_clear)


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
