"""A person's file for one question: facts known at an instant, standing, effective on a day.

Pure.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from services.assessment.events import AnnualGradeDecided
from services.gateway.decision.question import Question
from services.kernel.event import Event
from services.kernel.fact import Fact, standing


class RoomEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a person's file in one room was known: its events 1 to `subject_seq`."""

    room: str
    subject_seq: int
    facts: int


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """`facts` are in order of effective day, then recording time, room and sequence."""

    person: str
    as_of: date
    facts: tuple[Fact, ...]  # Standing and effective on or before `as_of`.
    ahead: tuple[Fact, ...]  # Standing, but effective later.
    known: Mapping[UUID, Fact]  # Also what no longer stands.
    evidence: tuple[RoomEvidence, ...]
    by_type: Mapping[str, tuple[Fact, ...]]

    def of(self, *kinds: type[Event]) -> tuple[Fact, ...]:
        """The facts of these kinds, in the order of `facts`."""
        if len(kinds) == 1:
            return self.by_type.get(kinds[0].TYPE, ())
        names = {kind.TYPE for kind in kinds}
        return tuple(fact for fact in self.facts if fact.type in names)

    def sha256(self) -> str:
        """The same standing facts give the same hash, however they arrived."""
        lines = (f"{f.event_id} {f.type} {f.effective_on}\n" for f in self.facts)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def first_version_of(self, fact: Fact) -> Fact:
        """What `fact` corrects, and what that corrects, as far as the file reaches."""
        seen = {fact.event_id}
        while fact.corrects is not None and fact.corrects in self.known:
            older = self.known[fact.corrects]
            if older.event_id in seen:
                break
            seen.add(older.event_id)
            fact = older
        return fact


def assemble(facts: Iterable[Fact], question: Question) -> Dossier:
    """The dossier of one person's facts; the same event twice counts once, order is irrelevant.

    Known at K includes what was recorded at exactly K.
    """
    known_at: datetime | None = question.known_at
    known = {
        fact.event_id: fact for fact in facts if known_at is None or fact.recorded_at <= known_at
    }
    stand = [_counted_from_the_start(fact, known) for fact in standing(known.values())]
    stand.sort(key=lambda f: (f.effective_on, f.recorded_at, f.room, f.subject_seq))
    effective = tuple(fact for fact in stand if fact.effective_on <= question.as_of)
    by_type: dict[str, list[Fact]] = {}
    for fact in effective:
        by_type.setdefault(fact.type, []).append(fact)
    return Dossier(
        person=question.person,
        as_of=question.as_of,
        facts=effective,
        ahead=tuple(stand[len(effective) :]),
        known=known,
        evidence=_evidence(known.values()),
        by_type={name: tuple(found) for name, found in by_type.items()},
    )


def _counted_from_the_start(fact: Fact, known: Mapping[UUID, Fact]) -> Fact:
    """A grade changed on appeal counts from the day of the first result (S11).

    A correction that keeps the grade mends something else, perhaps the day: its own day counts.
    """
    if fact.corrects is None or fact.type != AnnualGradeDecided.TYPE:
        return fact
    first, seen = fact, {fact.event_id}
    while first.corrects is not None and first.corrects in known and first.corrects not in seen:
        first = known[first.corrects]
        seen.add(first.event_id)
    if first.type != fact.type or first.data.grade == fact.data.grade:
        return fact
    return msgspec.structs.replace(fact, effective_on=first.effective_on)


def _evidence(known: Iterable[Fact]) -> tuple[RoomEvidence, ...]:
    rooms: dict[str, list[int]] = {}
    for fact in known:
        rooms.setdefault(fact.room, []).append(fact.subject_seq)
    return tuple(
        RoomEvidence(room=room, subject_seq=max(seqs), facts=len(seqs))
        for room, seqs in sorted(rooms.items())
    )
