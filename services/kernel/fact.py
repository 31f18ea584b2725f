"""What stands of a file: recorded events, less those that later ones correct or revoke. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.event import Recorded, decode_fast, event_type


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One event about a subject, read for deciding. `data` has the attributes of its class."""

    event_id: UUID
    type: str
    effective_on: date
    recorded_at: datetime
    subject_seq: int
    corrects: UUID | None
    revokes: UUID | None
    basis: str
    data: Any

    @property
    def room(self) -> str:
        return self.type.partition(".")[0]


def read_fact(event: Recorded) -> Fact:
    """Raises UnknownType: a fact that cannot be read must not be passed over."""
    return Fact(
        event_id=event.event_id,
        type=event.type,
        effective_on=event.effective_on,
        recorded_at=event.recorded_at,
        subject_seq=event.subject_seq,
        corrects=event.corrects,
        revokes=event.revokes,
        basis=event.basis,
        data=decode_fast(event.type, event.data),
    )


def standing(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that stand, ordered by effective day, then recording time, room and sequence.

    A correction replaces what it corrects, a revocation removes what it revokes (and is itself
    no fact); either one revoked brings its target back. The order of arrival does not matter.
    """
    newest_first = sorted(facts, key=_recorded_order, reverse=True)
    replaced: set[UUID] = set()
    revoked: set[UUID] = set()
    kept: list[Fact] = []
    for fact in newest_first:
        if fact.event_id in revoked:
            continue  # As if it had never been: what it mended is not mended.
        if fact.corrects is not None:
            replaced.add(fact.corrects)
        if fact.revokes is not None:
            revoked.add(fact.revokes)
        elif fact.event_id not in replaced:
            kept.append(fact)
    kept.sort(key=lambda fact: (fact.effective_on, *_recorded_order(fact)))
    return kept


def contradictions(stands: Iterable[Fact]) -> dict[UUID, list[UUID]]:
    """Of facts that stand, those that cannot all be true, each with the others.

    None of them wins by being the last: a person says which, by a correction or a revocation.
    """
    same: dict[tuple[object, ...], list[Fact]] = {}
    by_type: dict[str, list[Fact]] = {}
    for fact in stands:
        by_type.setdefault(fact.type, []).append(fact)
    for name, facts in by_type.items():
        one_by = event_type(name).ONE_BY if len(facts) > 1 else ()
        for fact in facts if one_by else ():
            values = (getattr(fact if n == "effective_on" else fact.data, n) for n in one_by)
            same.setdefault((name, *values), []).append(fact)
    found: dict[UUID, list[UUID]] = {}
    for group in same.values():
        for fact in group if len(group) > 1 else ():
            others = [one.event_id for one in group if one.data != fact.data]
            if others:
                found[fact.event_id] = others
    return found


def _recorded_order(fact: Fact) -> tuple[datetime, str, int]:
    return (fact.recorded_at, fact.room, fact.subject_seq)
