"""Asked inside every append, under the head row: would the organisation still hold together?

It looks at the read models as the events have just left them, so no race can pass it by.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from services.kernel.decider import Withheld
from services.kernel.errors import Refused
from services.kernel.event import Recorded, decode_fast
from services.kernel.web.clocks import day_of
from services.roster import events as e
from services.roster.organisation import refusals
from services.roster.organisation.headcount import (
    refuse_moves_over_quota,
    refuse_over_quota,
)
from services.roster.organisation.reading import (
    categories_on,
    first_posting,
    leaders_of,
    people_of,
    unit_versions,
    units_of,
)
from services.roster.unit.events import UnitKind
from services.roster.unit.tree import DEPTH_MAX, Tree, UnitVersion, may_be_below, tree_on

_SHAPING = (e.UnitCreated.TYPE, e.UnitMoved.TYPE, e.UnitClosed.TYPE)


async def guard(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Raises Withheld for the first event that cannot be."""
    shaping = [event for event in events if _shapes(event)]
    postings = [event for event in events if event.type == e.UnitAssigned.TYPE]
    revoked = [
        event
        for event in events
        if event.type == e.FactRevoked.TYPE and event.stream_id.startswith("person-")
    ]
    placing = [*postings, *revoked]
    if shaping or placing:
        versions = await unit_versions(connection)
        _guard_tree(versions, shaping)
        for event in shaping:
            if event.type == e.UnitClosed.TYPE or _is_gone(versions, event):
                await _guard_closing(connection, versions, event)
            elif event.type == e.UnitCreated.TYPE and event.corrects is not None:
                await _guard_beginning(connection, event)
        for event in placing:
            await _guard_places(connection, versions, event)
    entering = [event for event in events if event.type == e.ServiceEntered.TYPE]
    if placing or entering:
        await refuse_over_quota(connection, [*placing, *entering])
    if moves := [event for event in events if event.type == e.UnitMoved.TYPE]:
        await refuse_moves_over_quota(connection, moves)
    for event in events:
        if event.type == e.ResponsibleOfficerAssigned.TYPE:
            await _guard_responsible(connection, event)


def _shapes(event: Recorded) -> bool:
    """Moves a unit in the tree, takes it out, or may bring it back to where it was."""
    revoked = event.type == e.FactRevoked.TYPE and event.stream_id.startswith("unit-")
    return revoked or event.type in _SHAPING


def _is_gone(versions: Sequence[UnitVersion], event: Recorded) -> bool:
    """Its creation was revoked: it never was."""
    return not any(version.unit_id == event.subject for version in versions)


def _guard_tree(versions: Sequence[UnitVersion], events: Sequence[Recorded]) -> None:
    """On the day of the event, and on every later day on which a unit changes."""
    trees: dict[date, Tree] = {}
    for event in events:
        for day in _days_from(versions, event.effective_on):
            if day not in trees:
                trees[day] = tree_on(versions, day)
            _hold(event, refusal_in(trees[day], event.subject))
        _hold(event, parent_missing(trees[event.effective_on], event))


def _days_from(versions: Iterable[UnitVersion], day: date) -> list[date]:
    return sorted({day} | {v.from_on for v in versions if v.from_on > day})


def refusal_in(tree: Tree, unit_id: str) -> Refused | None:
    """Pure. What is wrong with a unit's place in the tree."""
    unit = tree.units.get(unit_id)
    if unit is None:
        return None
    if line := tree.loop_at(unit_id):
        return refusals.loop(line)
    deepest = max(tree.depth(part) for part in tree.below(unit_id))
    if deepest > DEPTH_MAX:
        return refusals.too_deep(unit_id, deepest, DEPTH_MAX)
    above = tree.units.get(unit.parent_id or "")
    return None if above is None else _refusal_below(unit, above)


def _refusal_below(unit: UnitVersion, above: UnitVersion) -> Refused | None:
    if above.closed and not unit.closed:
        return refusals.parent_closed(above.unit_id)
    if not may_be_below(kind := UnitKind(unit.kind), kind_above := UnitKind(above.kind)):
        return refusals.kind_above(unit.name, kind, above.name, kind_above)
    return None


def parent_missing(tree: Tree, event: Recorded) -> Refused | None:
    """Pure. Whether the unit it puts somewhere is put below one that is not there that day."""
    unit = tree.units.get(event.subject)
    if unit is None or unit.parent_id is None or unit.parent_id in tree.units:
        return None
    return refusals.parent_unknown(unit.unit_id, unit.parent_id, str(event.effective_on))


async def _guard_closing(
    connection: Any,  # noqa: ANN401
    versions: Sequence[UnitVersion],
    event: Recorded,
) -> None:
    day = event.effective_on
    parts = tree_on(versions, day).open_parts(event.subject)
    if parts:
        _hold(event, refusals.has_parts([part.name for part in parts]))
    people = await people_of(connection, event.subject, day)
    if people:
        _hold(event, refusals.has_people([person.name for person in people]))
    leaders = await leaders_of(connection, event.subject, day)
    if leaders:
        _hold(event, refusals.has_leaders([leader.name for leader in leaders]))


async def _guard_beginning(connection: Any, event: Recorded) -> None:  # noqa: ANN401
    """A unit set up later than was said takes its past with it: nobody may have served there."""
    first = await first_posting(connection, event.subject)
    if first is not None and first < event.effective_on:
        _hold(event, refusals.had_people_before(event.subject, str(first)))


async def _guard_places(
    connection: Any,  # noqa: ANN401
    versions: Sequence[UnitVersion],
    event: Recorded,
) -> None:
    """Nobody is posted to a closed unit, nor left in one that has closed since or will close.

    Who was moved on or left before is history: a file is taken over as it was. A revocation
    brings earlier postings back, so each unit the person was ever posted to is looked at.
    """
    posted = event.type == e.UnitAssigned.TYPE
    units = (
        [decode_fast(event.type, event.data).unit_id]
        if posted
        else await units_of(connection, event.subject)
    )
    for closing in versions:
        if not closing.closed or closing.unit_id not in units:
            continue
        day = max(closing.from_on, day_of(event.recorded_at))
        if posted and closing.from_on <= event.effective_on:
            day = event.effective_on
        elif event.subject not in {
            member.person_id for member in await people_of(connection, closing.unit_id, day)
        }:
            continue
        if tree_on(versions, day).units[closing.unit_id].closed:  # Not set up again by then.
            _hold(event, refusals.unit_closed(closing.unit_id, str(closing.from_on)))


async def _guard_responsible(connection: Any, event: Recorded) -> None:  # noqa: ANN401
    officer_id = decode_fast(event.type, event.data).officer_id
    found = await categories_on(connection, [officer_id], event.effective_on)
    category = found.get(officer_id)
    if category != e.Category.OFFICER:
        _hold(event, refusals.not_an_officer(officer_id))


def _hold(event: Recorded, refused: Refused | None) -> None:
    if refused is not None:
        raise Withheld(refused, event.subject)
