"""Questions to the read models of the organisation: who is where, as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.roster.unit.tree import UnitVersion

Connection = Any  # asyncpg's connection or pool.

_VERSIONS = "select unit_id, from_on, name, kind, parent_id, closed from unit_versions"
# Whoever is in the unit on the day or is to come later, and has not left the service by then.
# Somebody whose service nobody has recorded yet is there as well.
_PEOPLE = """
with stay as (
  select person_id, unit_id, position, effective_on,
         lead(effective_on) over (partition by person_id order by effective_on) as until_on
  from unit_assignments
  where person_id in (select person_id from unit_assignments where unit_id = $1)
)
select stay.person_id, coalesce(c.name, stay.person_id) as name, stay.position, stay.effective_on
from stay left join person_cards c using (person_id)
where stay.unit_id = $1 and (stay.until_on is null or stay.until_on > $2)
  and (not exists (select 1 from service_periods s where s.person_id = stay.person_id)
       or exists (select 1 from service_periods s where s.person_id = stay.person_id
                  and (s.last_day is null or s.last_day >= greatest($2, stay.effective_on))
                  and (stay.until_on is null or s.from_on < stay.until_on)))
order by name, stay.person_id
"""
_LEADERS = """
select l.person_id, coalesce(c.name, l.person_id) as name, l.role as position,
       l.from_on as effective_on
from unit_leaders l left join person_cards c using (person_id)
where l.unit_id = $1 and (l.until_on is null or l.until_on > $2)
order by l.role desc, name, l.person_id
"""
_UNITS = """
select distinct unit_id from unit_assignments where person_id = $1 and unit_id is not null
"""
_OFFICE = """
select office_id from unit_offices where unit_id = $1 and from_on <= $2
order by from_on desc limit 1
"""
_CATEGORIES = """
select distinct on (person_id) person_id, category from service_periods
where person_id = any($1::text[]) and from_on <= $2 and (last_day is null or last_day >= $2)
order by person_id, from_on desc
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a unit, or leading it, since a day; `position` is the role of a leader."""

    person_id: str
    name: str
    position: str
    since: date


async def unit_versions(connection: Connection) -> list[UnitVersion]:
    return [UnitVersion(*row) for row in await connection.fetch(_VERSIONS)]


async def people_of(connection: Connection, unit_id: str, day: date) -> list[Member]:
    """Those who would be left without a unit if this one were closed on the day."""
    return [Member(*row) for row in await connection.fetch(_PEOPLE, unit_id, day)]


async def leaders_of(connection: Connection, unit_id: str, day: date) -> list[Member]:
    """Whose term is not over by the day, those yet to begin included; leaders before deputies."""
    return [Member(*row) for row in await connection.fetch(_LEADERS, unit_id, day)]


async def units_of(connection: Connection, person_id: str) -> set[str]:
    """Every unit the person was ever posted to, or will be."""
    rows = await connection.fetch(_UNITS, person_id)
    return {row["unit_id"] for row in rows}


async def first_posting(connection: Connection, unit_id: str) -> date | None:
    question = "select min(effective_on) from unit_assignments where unit_id = $1"
    first: date | None = await connection.fetchval(question, unit_id)
    return first


async def office_of(connection: Connection, unit_id: str, day: date) -> str | None:
    """The office that manages the unit's auxiliaries that day."""
    office: str | None = await connection.fetchval(_OFFICE, unit_id, day)
    return office


async def categories_on(connection: Connection, people: Sequence[str], day: date) -> dict[str, str]:
    """The category in which each of these serves that day; those who do not serve are left out."""
    rows = await connection.fetch(_CATEGORIES, list(people), day)
    return {row["person_id"]: row["category"] for row in rows}
