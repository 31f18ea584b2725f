"""Where persons stand, asked of the roster's own read models; the source of every scope."""

from datetime import date

import asyncpg

# The unit tree as of a day, each unit with its path from the root. Depth is bounded so that a
# loop made of wrong facts ends.
TREE = """
with recursive units as (
  select distinct on (unit_id) unit_id, name, kind, parent_id, closed
  from unit_versions where from_on <= $1 order by unit_id, from_on desc
), tree as (
  select unit_id, name, kind, parent_id, closed, '/' || unit_id as path, 1 as depth
  from units where parent_id is null or parent_id not in (select unit_id from units)
  union all
  select u.unit_id, u.name, u.kind, u.parent_id, u.closed, t.path || '/' || u.unit_id, t.depth + 1
  from units u join tree t on u.parent_id = t.unit_id where t.depth < 12
)
"""
PLACE = f"""{TREE}
select path from tree where unit_id = (
  select unit_id from unit_assignments
  where person_id = $2 and effective_on <= $1 order by effective_on desc limit 1
)
"""  # noqa: S608  constant text
LED = f"""{TREE}
select path from tree where unit_id in (
  select unit_id from unit_leaders
  where person_id = $2 and from_on <= $1 and (until_on is null or until_on > $1)
)
"""  # noqa: S608  constant text
LEFT = """
select count(*) > 0 and not bool_or(last_day is null or last_day >= $1)
from service_periods where person_id = $2 and from_on <= $1
"""


class RosterDirectory:
    """The Directory of kernel/web/authorize.py, inside the roster itself."""

    def __init__(self) -> None:
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    def bind(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def place_of(self, person_id: str, on: date) -> str | None:
        """The path of the unit the person is assigned to that day."""
        assert self._pool is not None  # noqa: S101  bound before the first request
        path: str | None = await self._pool.fetchval(PLACE, on, person_id)
        return path

    async def units_led_by(self, person_id: str, on: date) -> list[str]:
        assert self._pool is not None  # noqa: S101  bound before the first request
        rows = await self._pool.fetch(LED, on, person_id)
        return [row["path"] for row in rows]

    async def has_left(self, person_id: str, on: date) -> bool:
        """Whether the service ended before the day; False for whom no service is recorded."""
        assert self._pool is not None  # noqa: S101  bound before the first request
        left: bool = await self._pool.fetchval(LEFT, on, person_id)
        return left
