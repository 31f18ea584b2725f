"""Which officer answers for which auxiliary (带辅民警), as of a day; none who has left."""

from dataclasses import dataclass
from datetime import date

from services.kernel.web.authorize import Visible
from services.roster.directory import TREE
from services.roster.events import Category
from services.roster.organisation.reading import Connection

_AUXILIARY = [Category.AUXILIARY_DUTY.value, Category.AUXILIARY_CLERICAL.value]
_CHARGES = f"""{TREE}, placed as (
  select distinct on (person_id) person_id, unit_id
  from unit_assignments where effective_on <= $1 order by person_id, effective_on desc
), answering as (
  select distinct on (person_id) person_id, officer_id, from_on
  from responsible_officers where from_on <= $1 order by person_id, from_on desc
), standing as (
  select * from answering a where a.officer_id is null
  or not exists (select 1 from service_periods o where o.person_id = a.officer_id)
  or exists (select 1 from service_periods o where o.person_id = a.officer_id
             and o.from_on <= $1 and (o.last_day is null or o.last_day >= $1))
)
select s.person_id, coalesce(c.name, s.person_id) as name, placed.unit_id,
       a.officer_id, coalesce(o.name, a.officer_id) as officer_name,
       case when a.officer_id is not null then a.from_on end as since
from service_periods s
left join person_cards c using (person_id)
left join placed using (person_id)
left join tree t on t.unit_id = placed.unit_id
left join standing a using (person_id)
left join person_cards o on o.person_id = a.officer_id
where s.from_on <= $1 and (s.last_day is null or s.last_day >= $1) and s.category = any($2::text[])
  and ($3::bool or s.person_id = $4 or t.path = any($5::text[])
       or exists (select 1 from unnest($6::text[]) led
                  where t.path = led or t.path like led || '/%'))
  and ($7::text is null or a.officer_id = $7)
  and (not $8::bool or a.officer_id is null)
  and ($9::text is null or s.person_id > $9)
order by s.person_id limit $10
"""  # noqa: S608  constant text


@dataclass(frozen=True, slots=True)
class Charge:
    """One auxiliary; `officer_id` is None while nobody answers for the person."""

    person_id: str
    name: str
    unit_id: str | None
    officer_id: str | None
    officer_name: str | None
    since: date | None


async def charges(
    connection: Connection,
    on: date,
    seen: Visible,
    *,
    officer: str | None,
    missing: bool,
    page: tuple[str | None, int],
) -> list[Charge]:
    """In order of person id; `page`: after whom, and how many."""
    rows = await connection.fetch(
        _CHARGES,
        on,
        _AUXILIARY,
        seen.everything,
        seen.person_id,
        list(seen.units),
        list(seen.subtrees),
        officer,
        missing,
        *page,
    )
    return [Charge(*row) for row in rows]
