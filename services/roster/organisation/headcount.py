"""Headcount quota (员额) kept while people are posted: over it only with a reason on record.

A posting is judged on the day it takes effect, or on the day it is recorded where that is later:
history is taken over as it was, and dating a posting back does not get round the quota.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.kernel.decider import Withheld
from services.kernel.event import Recorded, decode_fast
from services.kernel.web.clocks import day_of
from services.roster import events as e
from services.roster.organisation import refusals
from services.roster.organisation.reading import categories_on, unit_versions
from services.roster.unit.tree import Tree, tree_on

Connection = Any  # asyncpg's connection or pool.

_QUOTAS = """
select distinct on (unit_id, category) unit_id, category, places from unit_quotas
where from_on <= $1 order by unit_id, category, from_on desc
"""
_PLACES = """
select distinct on (person_id) person_id, unit_id from unit_assignments
where person_id = any($1::text[]) and effective_on <= $2 order by person_id, effective_on desc
"""
_BEFORE = """
select distinct on (a.person_id) a.person_id, a.unit_id
from unnest($1::text[], $2::date[]) as asked(person_id, day)
join unit_assignments a on a.person_id = asked.person_id and a.effective_on < asked.day
order by a.person_id, a.effective_on desc
"""
_EVENT = "select type, data from events where event_id = $1"
_EXEMPT = ""
# Only people who were ever posted to these units are looked at; who serves elsewhere now is not
# counted. Bounded by the units under a quota, not by the bureau.
_USED = """
with placed as (
  select distinct on (person_id) person_id, unit_id from unit_assignments
  where effective_on <= $2
    and person_id in (select person_id from unit_assignments where unit_id = any($1::text[]))
  order by person_id, effective_on desc
)
select placed.unit_id, s.category, count(*) as people
from placed join service_periods s using (person_id)
where placed.unit_id = any($1::text[]) and s.from_on <= $2
  and (s.last_day is null or s.last_day >= $2)
group by placed.unit_id, s.category
"""


@dataclass(frozen=True, slots=True)
class Headcount:
    """Quotas and who takes them, on one day."""

    tree: Tree
    quotas: Mapping[tuple[str, str], int]  # By unit and category.
    used: Mapping[tuple[str, str], int]  # Of every unit that has a quota, all below counted.


async def headcount_on(
    connection: Connection, day: date, units: Iterable[str] | None = None
) -> Headcount:
    """Of the quotas that hold for these units; of all when None. Closed units have none."""
    tree = tree_on(await unit_versions(connection), day)
    above = None if units is None else {top for unit_id in units for top in tree.line(unit_id)}
    quotas = {
        (row["unit_id"], row["category"]): row["places"]
        for row in await connection.fetch(_QUOTAS, day)
        if (above is None or row["unit_id"] in above) and not _is_closed(tree, row["unit_id"])
    }
    below = {part for top, _ in quotas for part in tree.below(top)}
    used: dict[tuple[str, str], int] = defaultdict(int)
    if below:
        for row in await connection.fetch(_USED, sorted(below), day):
            for top in tree.line(row["unit_id"]):
                used[top, row["category"]] += row["people"]
    return Headcount(tree, quotas, used)


async def refuse_over_quota(connection: Connection, events: Sequence[Recorded]) -> None:
    """`events`: postings, enterings, and what was revoked of a person.

    Raises Withheld with the numbers.
    """
    by_day: dict[date, list[Recorded]] = defaultdict(list)
    for event in events:
        by_day[max(event.effective_on, day_of(event.recorded_at))].append(event)
    for day, of_day in by_day.items():
        people = sorted({event.subject for event in of_day})
        places = await _units(connection, _PLACES, people, day)
        if not places:
            continue  # Posted nowhere: whoever posts them later is asked.
        headcount = await headcount_on(connection, day, set(places.values()))
        if not headcount.quotas:
            continue
        categories = await categories_on(connection, people, day)
        firsts = {event.subject: event.effective_on for event in of_day}
        before = await _units(connection, _BEFORE, list(firsts), list(firsts.values()))
        for event in of_day:
            if event.subject in places and event.subject in categories:
                was_at = await _was_at(connection, event, before, categories[event.subject])
                if was_at is not _EXEMPT:
                    _refuse(event, headcount, places, was_at, categories[event.subject])


async def _was_at(
    connection: Connection, event: Recorded, before: Mapping[str, str], category: str
) -> str | None:
    """The unit where the person already took a place of this category; _EXEMPT: not asked."""
    if event.type == e.UnitAssigned.TYPE:
        reason = decode_fast(event.type, event.data).over_quota_reason
        return _EXEMPT if reason else before.get(event.subject)
    mended = await connection.fetchrow(_EVENT, event.corrects or event.revokes)
    if mended is None:
        return None  # An entering, which takes a place always.
    data = decode_fast(mended["type"], mended["data"])
    if mended["type"] == e.UnitAssigned.TYPE:
        return str(data.unit_id)
    if mended["type"] == e.ServiceLeft.TYPE:
        return None  # Comes back, and takes a place.
    same = mended["type"] == e.ServiceEntered.TYPE and data.category == category
    return _EXEMPT if same or mended["type"] != e.ServiceEntered.TYPE else None


def _refuse(
    event: Recorded,
    headcount: Headcount,
    places: Mapping[str, str],
    was_at: str | None,
    category: str,
) -> None:
    """A move within what a quota covers takes no place more."""
    tree = headcount.tree
    was_under = set(tree.line(was_at))
    for unit_id in tree.line(places[event.subject]):
        quota = headcount.quotas.get((unit_id, category))
        used = headcount.used.get((unit_id, category), 0)
        if quota is not None and used > quota and unit_id not in was_under:
            name = tree.units[unit_id].name
            refused = refusals.over_quota(name, e.Category(category), quota, used)
            raise Withheld(refused, event.subject)


async def refuse_moves_over_quota(connection: Connection, events: Sequence[Recorded]) -> None:
    """`events`: units moved. A quota they come under holds for those who come with them."""
    for event in events:
        day = max(event.effective_on, day_of(event.recorded_at))
        versions = await unit_versions(connection)
        earlier = [v for v in versions if (v.unit_id, v.from_on) != _moved(event)]
        was_under = set(tree_on(earlier, day).line(event.subject))
        headcount = await headcount_on(connection, day, [event.subject])
        for (unit_id, category), quota in headcount.quotas.items():
            used = headcount.used.get((unit_id, category), 0)
            if used > quota and unit_id not in was_under:
                name = headcount.tree.units[unit_id].name
                refused = refusals.over_quota(name, e.Category(category), quota, used)
                raise Withheld(refused, event.subject)


def _moved(event: Recorded) -> tuple[str, date]:
    return event.subject, event.effective_on


async def _units(connection: Connection, question: str, *asked: Any) -> dict[str, str]:  # noqa: ANN401
    rows = await connection.fetch(question, *asked)
    return {row["person_id"]: row["unit_id"] for row in rows if row["unit_id"] is not None}


def _is_closed(tree: Tree, unit_id: str) -> bool:
    unit = tree.units.get(unit_id)
    return unit is None or unit.closed
