"""Tables built anew beside the ones in use, compared with them, and put in their place.

The new ones are temporary tables of the same names: PostgreSQL looks there first, so whatever
code keeps a read model fills the shadow, unchanged and unaware. Owner's rights are needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

KEYS_SHOWN_MAX = 5

# Rows are compared by their text: some types (json) know no equality.
_DIGEST = "sha256(convert_to(t::text, 'UTF8'))"
_SUMMARY = """
select count(*), encode(sha256(coalesce(string_agg(h, ''::bytea order by h), ''::bytea)), 'hex')
from (select {digest} h from {table} t) digests
"""
_LESS = """
select {names}, {digest} from {one} t except select {names}, {digest} from {other} t
"""
_COUNT = "select count(*) from ({less}) d"
_KEYS = """
select distinct concat_ws(' ', {names}) from (({less}) union ({more})) d order by 1 limit {n}
"""
_DELETE = "delete from {used} where ({names}) in (select {names} from ({more}) d)"
_INSERT = """
insert into {used} select * from {shadow} where ({names}) in (select {names} from ({less}) d)
"""


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
    said = _words(table, key)
    rows, digest = await connection.fetchrow(_SUMMARY.format(digest=_DIGEST, table=said["used"]))
    rows_anew, digest_anew = await connection.fetchrow(
        _SUMMARY.format(digest=_DIGEST, table=said["shadow"])
    )
    missing, surplus, keys = 0, 0, []
    if digest != digest_anew:
        missing = await connection.fetchval(_COUNT.format(less=said["less"]))
        surplus = await connection.fetchval(_COUNT.format(less=said["more"]))
        keys = await connection.fetch(_KEYS.format(**said, n=KEYS_SHOWN_MAX))
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
    said = _words(table, key)
    await connection.execute(_DELETE.format(**said))
    await connection.execute(_INSERT.format(**said))


def _words(table: str, key: Sequence[str]) -> dict[str, str]:
    used, shadow, names = f"public.{table}", f"pg_temp.{table}", ", ".join(key)
    return {
        "used": used,
        "shadow": shadow,
        "names": names,
        "less": _LESS.format(names=names, digest=_DIGEST, one=shadow, other=used),
        "more": _LESS.format(names=names, digest=_DIGEST, one=used, other=shadow),
    }
