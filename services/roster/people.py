"""The list of people: one question put together from the filters asked, each with its index."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg

from services.kernel.name_keys import SHORT, asked_key
from services.kernel.web.authorize import Visible
from services.roster.directory import TREE

Row = Any  # asyncpg's record.
Put = Callable[[object], str]  # Keeps an argument, and gives its place in the question.

FEW = 5_000  # People who are looked up one by one rather than met on the way.
_LAST_LETTER = "\U0010ffff"  # Sorts after whatever a key goes on with.
_STATE = "category, from_on <= {day} and (last_day is null or last_day >= {day}) as serving"
# The period that covers the day, or the last one before it, or the first one after.
_PERIOD = """
select {what} from service_periods s where s.person_id = {of}.person_id
order by s.from_on > {day}, case when s.from_on <= {day} then s.from_on end desc, s.from_on
limit 1
"""
# Where a person serves on the day is looked up for each line shown, not for the whole bureau.
_LINES = """
select c.person_id, c.name, c.sex, c.sort_key, coalesce(s.category, c.category) as category,
       s.serving, n.number as police_number, p.unit_id, u.name as unit_name, p.position
from {who}
left join lateral ({period}) s on true
left join lateral (
  select number from police_numbers n where n.person_id = c.person_id
  and n.from_on <= {day} and (n.last_day is null or n.last_day >= {day})
  order by from_on desc limit 1
) n on true
left join lateral (
  select unit_id, position from unit_assignments a
  where a.person_id = c.person_id and a.effective_on <= {day}
  order by effective_on desc limit 1
) p on true
left join lateral (
  select name from unit_versions v where v.unit_id = p.unit_id and v.from_on <= {day}
  order by from_on desc limit 1
) u on true
{where} order by c.sort_key, c.person_id limit {limit}
"""
# One person matches by several keys. All who match are sorted first, and then only as many are
# looked at as a page needs: without the fence every one of them would be.
_MATCHING = """(
  select m.sort_key, m.person_id from (
    select distinct k.sort_key, k.person_id from person_keys k {matched}
    order by k.sort_key, k.person_id offset 0
  ) m {where} limit {limit}
) m join person_cards c using (person_id)"""
_KEYED = """exists (
  select 1 from person_keys k where k.person_id = c.person_id and {within}
)"""
_NUMBER = re.compile("[0-9]")
_HELD = """exists (
  select 1 from police_numbers h where h.person_id = {of}.person_id
  and starts_with(lower(h.number), {number})
  and h.from_on <= {day} and (h.last_day is null or h.last_day >= {day})
)"""
# One look into an index for each of those looked at.
_SERVING = """coalesce((
  select bool_or(t.from_on <= {day} and (t.last_day is null or t.last_day >= {day}))
  from service_periods t where t.person_id = m.person_id
), true)"""
_CATEGORY = """coalesce(
  ({period}), (select category from person_cards o where o.person_id = m.person_id)
)"""
_EVER = "select distinct person_id from unit_assignments where unit_id = any($1::text[]) limit $2"
_POSTED = "select person_id from unit_assignments where unit_id = any({units}::text[])"
_SEEN = f"""{TREE} select unit_id from tree t
where t.path = any($2::text[]) or exists (
  select 1 from unnest($3::text[]) top where t.path = top or t.path like top || '/%'
)"""  # noqa: S608  constant text
_PART = f"""{TREE} select unit_id from tree t
where t.path like '%/' || $2 || '/%' or t.path like '%/' || $2"""  # noqa: S608  constant text


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """`after`: sort key and id of the last line of the page before.

    `everybody`: also who has left by the day, or comes after it.
    """

    on: date
    limit: int
    category: str | None = None
    unit: str | None = None
    q: str | None = None
    everybody: bool = False
    after: Sequence[Any] | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """Only these units on the day; `ever`: whoever was posted there at any time, when few.

    `person_id` is seen wherever he is.
    """

    units: Sequence[str]
    ever: Sequence[str] | None = None
    person_id: str | None = None


async def people(
    pool: "asyncpg.Pool[asyncpg.Record]", seen: Visible, asked: PeopleAsked
) -> list[Row]:
    """Lines in the order of a telephone book."""
    bounds = []
    if not seen.everything:
        rows = await pool.fetch(_SEEN, asked.on, list(seen.units), list(seen.subtrees))
        bounds.append(await _within(pool, rows, seen.person_id))
    if asked.unit is not None:
        bounds.append(await _within(pool, await pool.fetch(_PART, asked.on, asked.unit)))
    question, arguments = question_of(asked, bounds)
    return list(await pool.fetch(question, *arguments))


async def _within(
    pool: "asyncpg.Pool[asyncpg.Record]", units: Sequence[Row], person_id: str | None = None
) -> Within:
    names = [row["unit_id"] for row in units]
    ever = [row["person_id"] for row in await pool.fetch(_EVER, names, FEW + 1)]
    return Within(names, ever if len(ever) <= FEW else None, person_id)


def question_of(asked: PeopleAsked, bounds: Sequence[Within]) -> tuple[str, list[Any]]:
    """Pure. The question and its arguments: every bound holds, then the caller's own filters."""
    arguments: list[Any] = []

    def put(value: object) -> str:
        arguments.append(value)
        return f"${len(arguments)}"

    day, limit = put(asked.on), put(asked.limit)
    who, where = "person_cards c", [_bound(within, put) for within in bounds]
    if asked.q is not None and not bounds:
        matched = [*_matched(asked.q, put), *_after(asked, "k", put)]
        narrowed = _matches_that_day(asked, put, day)
        who = _MATCHING.format(matched=_all(matched), where=_all(narrowed), limit=limit)
    else:
        if asked.q is not None:
            where.append(_KEYED.format(within=" and ".join(_matched(asked.q, put))))
        where += [*_lines_that_day(asked, put, day), *_after(asked, "c", put)]
    period = _PERIOD.format(what=_STATE.format(day=day), of="c", day=day)
    question = _LINES.format(who=who, period=period, day=day, where=_all(where), limit=limit)
    return question, arguments


def _matched(q: str, put: Put) -> list[str]:
    first = asked_key(q)
    if 0 < len(first) <= SHORT:
        return [f"k.key = {put(first)}"]
    return [f"k.key >= {put(first)}", f"k.key < {put(first + _LAST_LETTER)}"]


def _matches_that_day(asked: PeopleAsked, put: Put, day: str) -> list[str]:
    """Of `m`, one after the other."""
    found = _numbers_that_day(asked, "m", put, day)
    if not asked.everybody:
        found.append(_SERVING.format(day=day))  # Whose service nobody has recorded is shown.
    if asked.category is not None:
        period = _PERIOD.format(what="category", of="m", day=day)
        found.append(f"{_CATEGORY.format(period=period)} = {put(asked.category)}")
    return found


def _lines_that_day(asked: PeopleAsked, put: Put, day: str) -> list[str]:
    """The same of `c`, whose period each line has beside it."""
    found = _numbers_that_day(asked, "c", put, day)
    if not asked.everybody:
        found.append("s.serving is not false")
    if asked.category is not None:
        found.append(f"coalesce(s.category, c.category) = {put(asked.category)}")
    return found


def _numbers_that_day(asked: PeopleAsked, of: str, put: Put, day: str) -> list[str]:
    """A number is held for a term; no name has a digit."""
    first = asked_key(asked.q or "")
    if asked.everybody or not _NUMBER.search(first):
        return []
    return [_HELD.format(of=of, number=put(first), day=day)]


def _after(asked: PeopleAsked, of: str, put: Put) -> list[str]:
    if asked.after is None:
        return []
    key, person_id = put(asked.after[0]), put(asked.after[1])
    return [f"({of}.sort_key, {of}.person_id) > ({key}, {person_id})"]


def _bound(within: Within, put: Put) -> str:
    """Who was ever posted there narrows the search; where they are on the day decides."""
    units = put(list(within.units))
    if within.ever is None:
        among = f"c.person_id in ({_POSTED.format(units=units)})"
    else:
        people = [*within.ever, *([within.person_id] if within.person_id else [])]
        among = f"c.person_id = any({put(people)}::text[])"
    there = f"p.unit_id = any({units}::text[])"
    if within.person_id is None:
        return f"{among} and {there}"
    own = f"c.person_id = {put(within.person_id)}"
    return f"({among} or {own}) and ({there} or {own})"


def _all(conditions: Sequence[str]) -> str:
    return f"where {' and '.join(conditions)}" if conditions else ""
