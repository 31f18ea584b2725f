"""The keystore: every person's wrapped keys, in a database of their own.

It knows no plaintext and no unwrapped key. What was destroyed leaves a tombstone, so that no key
is ever made anew for it, and a restored copy can be purged again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.kernel.protect.classes import FieldClass

_ADD = """
insert into wrapped_keys (person_id, class, generation, alg, wrapped)
select n.person_id, n.class, g.generation, n.alg, n.wrapped
from unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) n (person_id, class, alg, wrapped),
     (select generation from kek_generations where generation = $1 and not retired for share) g
where not exists (
  select 1 from destroyed_keys d where d.person_id = n.person_id and d.class = n.class)
on conflict do nothing
"""
_READ = """
select person_id, class, generation, alg, wrapped from wrapped_keys
where person_id = any($1::text[]) and class = any($2::text[])
"""
_DESTROY = """
with gone as (
  delete from wrapped_keys where person_id = $1 and class = any($2::text[]) returning class
)
insert into destroyed_keys (person_id, class) select $1, unnest($2::text[])
on conflict do nothing
"""
_OLDER = """
select person_id, class, generation, alg, wrapped from wrapped_keys
where generation < $1 order by person_id, class limit $2 for update
"""
_REWRAP = """
update wrapped_keys k set generation = $1, wrapped = n.wrapped
from unnest($2::text[], $3::text[], $4::bytea[]) n (person_id, class, wrapped)
where k.person_id = n.person_id and k.class = n.class
"""
Owner = tuple[str, FieldClass]


class GenerationRetired(Exception):
    """Keys are no longer wrapped under this generation: read the file of generations anew."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    generation: int
    alg: Any  # An Algorithm, as the row has it.
    text: bytes


class Keystore:
    """The rows behind the vault. `pool`: as `keys_app`, which nobody but the roster has."""

    def __init__(self, pool: Any) -> None:  # noqa: ANN401  asyncpg's pool or connection
        self._pool = pool

    async def read(
        self, people: Sequence[str], classes: Iterable[FieldClass]
    ) -> dict[Owner, Wrapped]:
        rows = await self._pool.fetch(_READ, list(people), [one.value for one in classes])
        return {_owner(row): _wrapped(row) for row in rows}

    async def add(self, new: Mapping[Owner, Wrapped], generation: int) -> None:
        """Those there already, or destroyed, are left as they are. Raises GenerationRetired."""
        await self._pool.execute(
            "insert into kek_generations (generation) values ($1) on conflict do nothing",
            generation,
        )
        await self._pool.execute(
            _ADD,
            generation,
            [person for person, _ in new],
            [of.value for _, of in new],
            [one.alg for one in new.values()],
            [one.text for one in new.values()],
        )
        if await self._pool.fetchval(
            "select retired from kek_generations where generation = $1", generation
        ):
            raise GenerationRetired(str(generation))

    async def destroy(self, person_id: str, classes: Sequence[FieldClass]) -> None:
        """The rows are gone on return; again is the same."""
        await self._pool.execute(_DESTROY, person_id, [one.value for one in classes])

    async def retire_below(self, generation: int) -> None:
        """From here on nothing new is wrapped under an older generation."""
        await self._pool.execute(
            "insert into kek_generations (generation) values ($1) on conflict do nothing",
            generation,
        )
        await self._pool.execute(
            "update kek_generations set retired = true where generation < $1", generation
        )

    async def older_than(self, generation: int, limit: int) -> dict[Owner, Wrapped]:
        rows = await self._pool.fetch(_OLDER, generation, limit)
        return {_owner(row): _wrapped(row) for row in rows}

    async def rewrap(self, wrapped: Mapping[Owner, bytes], generation: int) -> None:
        await self._pool.execute(
            _REWRAP,
            generation,
            [person for person, _ in wrapped],
            [of.value for _, of in wrapped],
            list(wrapped.values()),
        )


def _owner(row: Any) -> Owner:  # noqa: ANN401  asyncpg's record
    return row["person_id"], FieldClass(row["class"])


def _wrapped(row: Any) -> Wrapped:  # noqa: ANN401  asyncpg's record
    return Wrapped(row["generation"], row["alg"], row["wrapped"])
