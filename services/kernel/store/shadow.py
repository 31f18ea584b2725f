"""Tables built anew beside the ones in use, compared with them, and put in their place.

The new ones are temporary tables of the same names: PostgreSQL looks there first, so whatever
code keeps a read model fills the shadow, unchanged and unaware. Owner's rights are needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

KEYS_SHOWN_MAX = 5

_SUMMARY = """
select count(*), encode(sha256(coalesce(string_agg(h, ''::bytea order by h), ''::bytea)), 'hex')
from (select sha256(convert_to(t::text, 'UTF8')) h from {table} t) rows
"""
_LESS = "select * from {one} except select * from {other}"
_COUNT = "select count(*) from ({less}) d"
_KEYS = (
    "select distinct concat_ws(' ', {names}) from (({less}) union ({more})) d order by 1 limit {n}"
)
_DELETE = "delete from {used} where ({names}) in (select {names} from ({more}) d)"
_INSERT = "insert into {used} select * from ({less}) d"


@dataclass(frozen=True, slots=True)
class Difference:
    """One table in use against its shadow. Keys only: the rows may be about persons."""

    table: str
    rows: int  # In use.
    rows_anew: int
    digest: str
    digest_anew: str
    missing: int  # Rows the shadow has and the table in use has not.
    surplus: int  # The other way round; a changed row counts in both.
    keys: tuple[str, ...]  # Some of the rows that differ.

    @property
    def equal(self) -> bool:
        return self.digest == self.digest_anew


async def make_shadows(connection: Any, tables: Sequence[str]) -> None:  # noqa: ANN401  asyncpg
    """Empty temporary tables of this session, with the indexes of those in use."""
    for table in tables:
        await connection.execute(f"create temp table {table} (like public.{table} including all)")


async def compare(connection: Any, table: str, key: Sequence[str]) -> Difference:  # noqa: ANN401
    """`key`: the columns of the primary key."""
    used, shadow = f"public.{table}", f"pg_temp.{table}"
    rows, digest = await connection.fetchrow(_SUMMARY.format(table=used))
    rows_anew, digest_anew = await connection.fetchrow(_SUMMARY.format(table=shadow))
    missing, surplus, keys = 0, 0, []
    if digest != digest_anew:
        less, more = _LESS.format(one=shadow, other=used), _LESS.format(one=used, other=shadow)
        missing = await connection.fetchval(_COUNT.format(less=less))
        surplus = await connection.fetchval(_COUNT.format(less=more))
        keys = await connection.fetch(
            _KEYS.format(names=", ".join(key), less=less, more=more, n=KEYS_SHOWN_MAX)
        )
    return Difference(
        table=table,
        rows=rows,
        rows_anew=rows_anew,
        digest=digest,
        digest_anew=digest_anew,
        missing=missing,
        surplus=surplus,
        keys=tuple(row[0] for row in keys),
    )


async def replace(connection: Any, table: str, key: Sequence[str]) -> None:  # noqa: ANN401
    """Only rows that differ are touched: readers wait for nothing, and equal tables stay still."""
    used, shadow = f"public.{table}", f"pg_temp.{table}"
    more = _LESS.format(one=used, other=shadow)
    await connection.execute(_DELETE.format(used=used, names=", ".join(key), more=more))
    less = _LESS.format(one=shadow, other=used)
    await connection.execute(_INSERT.format(used=used, less=less))
