"""Merging one unit into another: it closes, and everybody and everything in it moves, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kernel.decider import EventStore, StreamWrite, with_retries
from services.kernel.errors import Refused, conflict, invalid, not_found
from services.kernel.event import Event, Origin, Receipt
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import decide, file_of
from services.kernel.file.history import stream_of
from services.roster import events as e
from services.roster.organisation.reading import (
    Connection,
    leaders_of,
    people_of,
    unit_versions,
)
from services.roster.rules import FILE
from services.roster.unit.tree import Tree, tree_on


@dataclass(frozen=True, slots=True)
class Merger:
    """`over_quota_reason` goes with each posting, where the other unit's quota is exceeded."""

    unit_id: str
    into_unit_id: str
    effective_on: date
    basis: str
    over_quota_reason: str | None = None


async def merge(
    store: EventStore, connection: Connection, merger: Merger, *, origin: Origin, today: date
) -> Receipt:
    """All of it or nothing. Raises Refused, also for what the rules of a file say no to."""

    async def attempt() -> Receipt:
        tree = tree_on(await unit_versions(connection), merger.effective_on)
        refuse_impossible(tree, merger)
        facts = await _facts(connection, tree, merger)
        writes = [await _write(store, merger, today, subject, own) for subject, own in facts]
        return await store.append(origin, writes)

    return await with_retries(store, origin, attempt)


def refuse_impossible(tree: Tree, merger: Merger) -> None:
    """Pure. Raises Refused when either unit is not there, or one is below the other."""
    for unit_id in (merger.unit_id, merger.into_unit_id):
        unit = tree.units.get(unit_id)
        if unit is None or unit.closed:
            raise _no_such_unit(unit_id, merger.effective_on)
    if tree.is_within(merger.into_unit_id, merger.unit_id):
        raise invalid(
            "merged_into_itself",
            f"不能并入本单位或其下属单位 {merger.into_unit_id}",
            f"a unit cannot be merged into itself or a part of it: {merger.into_unit_id}",
        )


async def _facts(
    connection: Connection, tree: Tree, merger: Merger
) -> list[tuple[str, list[Event]]]:
    """By subject; whoever is to come to the unit later must be posted elsewhere first."""
    day, into = merger.effective_on, merger.into_unit_id
    facts: dict[str, list[Event]] = {merger.unit_id: [e.UnitClosed(into_unit_id=into)]}
    for part in tree.open_parts(merger.unit_id):
        facts[part.unit_id] = [e.UnitMoved(parent_id=into)]
    for member in await people_of(connection, merger.unit_id, day):
        if member.since > day:
            raise conflict(
                "posting_after_merger",
                f"{member.name} 将于 {member.since} 分配到该单位, 请先更正",
                f"{member.name} is to be posted there on {member.since}: mend that first",
            )
        facts[member.person_id] = [
            e.UnitAssigned(
                unit_id=into,
                position=member.position,
                over_quota_reason=merger.over_quota_reason,
            )
        ]
    for leader in await leaders_of(connection, merger.unit_id, day):
        facts.setdefault(leader.person_id, []).append(e.UnitLeaderRelieved(unit_id=merger.unit_id))
    return list(facts.items())


async def _write(
    store: EventStore, merger: Merger, today: date, subject: str, facts: Sequence[Event]
) -> StreamWrite:
    stream_id = stream_of(subject, facts[0])
    events = await store.read_stream(stream_id)
    drafts = [
        draft
        for fact in facts
        for draft in decide(
            FILE,
            subject,
            today,
            file_of(events),
            RecordFact(fact, merger.effective_on, merger.basis),
        )
    ]
    return StreamWrite(stream_id, events[-1].version if events else 0, tuple(drafts))


def _no_such_unit(unit_id: str, day: date) -> Refused:
    return not_found(
        "unit_not_found",
        f"{day} 没有单位 {unit_id}, 或已撤销",
        f"there is no unit {unit_id} on {day}, or it is closed",
    )
