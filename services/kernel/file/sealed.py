"""Facts with sealed parts: sealed before anything is decided, opened for who may read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

import msgspec
from fastapi import Request

from services.kernel.event import Event, Recorded, event_type
from services.kernel.file.kinds import FactKind
from services.kernel.file.rows import FaultyRow, Row
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.sealing import Place, SealBroken, SealedSection, unseal
from services.kernel.protect.told import SECTION, Told, told_of
from services.kernel.protect.vault import Vault


class State(StrEnum):
    """What became of a sealed part."""

    OPEN = "open"
    ERASED = "erased"
    UNAVAILABLE = "unavailable"  # The keystore cannot be used now.
    UNREADABLE = "unreadable"  # Its key is missing though nobody erased it, or it was changed.


@dataclass(frozen=True, slots=True)
class Opened:
    """The sealed fields of one event; empty unless open."""

    state: State
    fields: Mapping[str, Any]


def vault_of(request: Request) -> Vault:
    return cast("Vault", request.app.state.vault)


async def sealed_rows(
    request: Request, kind: FactKind, rows: Sequence[Row | FaultyRow], command_id: UUID
) -> list[Row | FaultyRow]:
    """The same rows, each as the event that may be recorded."""
    if told_of(kind.event) is None:
        return list(rows)
    telling = [(row, cast("Told", row.data)) for row in rows if isinstance(row, Row)]
    places = [_place(kind.event, row, told.OF, command_id) for row, told in telling]
    sections = await vault_of(request).seal(
        [(place, told.plain()) for place, (_, told) in zip(places, telling, strict=True)]
    )
    made = iter(
        replace(row, data=told.as_event(kind.event, section))
        for (row, told), section in zip(telling, sections, strict=True)
    )
    return [next(made) if isinstance(row, Row) else row for row in rows]


def _place(event: type[Event], row: Row, of: FieldClass, command_id: UUID) -> Place:
    return Place(event.ROOM, row.subject, event.TYPE, row.effective_on, command_id, of)


async def sealed_one(request: Request, kind: FactKind, row: Row, command_id: UUID) -> Event:
    (only,) = await sealed_rows(request, kind, [row], command_id)
    return cast("Row", only).data


async def opened(
    vault: Vault, events: Sequence[Recorded], erased: frozenset[FieldClass]
) -> dict[UUID, Opened]:
    """The sealed parts of one subject's events, by event id; `erased` is what the file says."""
    found: dict[UUID, Opened] = {}
    reading: list[tuple[UUID, Place, SealedSection]] = []
    for event in events:
        told = told_of(event_type(event.type))
        if told is None:
            continue
        if told.OF in erased:
            found[event.event_id] = Opened(State.ERASED, {})
        else:
            reading.append((event.event_id, place_of(event, told.OF), section_of(event)))
    keys = await vault.keys([(place.person_id, place.of) for _, place, _ in reading])
    for event_id, place, section in reading:
        key = keys.get((place.person_id, place.of))
        try:
            plain = unseal(key, section, place) if key is not None else None
        except SealBroken:
            plain = None
        found[event_id] = (
            Opened(State.UNREADABLE, {})
            if plain is None
            else Opened(State.OPEN, msgspec.json.decode(plain))
        )
    return found


def place_of(event: Recorded, of: FieldClass) -> Place:
    return Place(event.room, event.subject, event.type, event.effective_on, event.command_id, of)


def section_of(event: Recorded) -> SealedSection:
    return SealedSection.model_validate(msgspec.json.decode(event.data)[SECTION])
