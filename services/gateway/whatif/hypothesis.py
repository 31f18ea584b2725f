"""Facts supposed for a question: read by the classes of recorded ones, and never recorded. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid5

import msgspec

from services.assessment.events import AnnualGradeDecided
from services.kernel.event import Event, decode_fast, encode, event_types
from services.kernel.fact import Fact
from services.kernel.file.kinds import slug_of
from services.roster.events import SanctionImposed
from services.training.events import CoursePassed

ROOMS = tuple(kind.ROOM for kind in (SanctionImposed, AnnualGradeDecided, CoursePassed))
_SUPPOSED = UUID("6f1d3f0e-95d6-5b6f-8a8b-0d2f7c1f5a11")  # Namespace: no recorded event is in it.


@dataclass(frozen=True, slots=True)
class Supposed:
    """One fact about a person that is not on file."""

    person: str
    data: Event
    effective_on: date


@cache
def kinds() -> Mapping[str, type[Event]]:
    """What may be supposed of a person, by short name; the newest version of each."""
    return {
        slug_of(wire_name): event
        for room in ROOMS
        for wire_name, event in event_types(room).items()
        if event.RECORDABLE and event.ABOUT == "person"
    }


def as_facts(supposed: Iterable[Supposed], known_at: datetime) -> dict[str, list[Fact]]:
    """By person; known at exactly this instant, so that they stand over what is on file."""
    found: dict[str, list[Fact]] = {}
    for number, one in enumerate(supposed, 1):
        text = encode(one.data)
        fact = Fact(
            event_id=uuid5(_SUPPOSED, f"{number} {one.person} {one.effective_on} {text}"),
            type=one.data.TYPE,
            effective_on=one.effective_on,
            recorded_at=known_at,
            subject_seq=0,
            corrects=None,
            revokes=None,
            basis="",
            data=decode_fast(one.data.TYPE, text),
        )
        found.setdefault(one.person, []).append(fact)
    return found


def added(facts: Sequence[Fact], supposed: Iterable[Fact]) -> list[Fact]:
    """The file with supposed facts at its end, in each room."""
    last: dict[str, int] = {}
    for fact in facts:
        last[fact.room] = max(last.get(fact.room, 0), fact.subject_seq)
    made: list[Any] = []
    for fact in supposed:
        last[fact.room] = last.get(fact.room, 0) + 1
        made.append(msgspec.structs.replace(fact, subject_seq=last[fact.room]))
    return [*facts, *made]
