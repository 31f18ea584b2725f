"""Replay in bulk: every fact of many people, read in big pages, decoded in C, grouped by person."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

import asyncpg
import msgspec

from services.kernel.event import lean_decoder
from services.kernel.fact import Fact

PAGE_POSITIONS = 20_000

# One JSON array a row, put together by the server: one value to fetch instead of ten a row.
_PAGE = """
select json_agg(row)::text from (
  select json_build_array({columns}) as row
  from {table}
  where pos > $1 and pos <= $2 and ($3 = 1 or mod(hashtext(subject), $3) in ($4, $4 - $3))
  {room} order by pos
) page
"""


class FactRow(Fact, array_like=True, frozen=True, kw_only=True, gc=False):
    """A fact whose payload is still text; it becomes the fact itself, without a copy."""

    data: msgspec.Raw
    subject: str


FACT_COLUMNS = ", ".join(FactRow.__struct_fields__)  # In the order a page's rows have them.
decode_page = msgspec.json.Decoder(list[FactRow]).decode


async def read_facts(
    url: str, *, shard: tuple[int, int] = (0, 1), room: str | None = None
) -> AsyncIterator[tuple[str, list[Fact]]]:
    """Each subject of a shard (number, of how many) with all its facts, in recorded order.

    `room` reads one room's part of the gateway's facts; without it, the room's own log. Raises
    UnknownType: nothing is computed past a fact that cannot be read.
    """
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC"})
    people: dict[str, list[Fact]] = defaultdict(list)
    try:
        table, where = ("facts", "and room = $5") if room else ("events", "")
        query = _PAGE.format(columns=FACT_COLUMNS, table=table, room=where)
        last = await connection.fetchval(f"select coalesce(max(pos), 0) from {table}")  # noqa: S608

        async def fetch(start: int) -> str:
            arguments = [start, start + PAGE_POSITIONS, shard[1], shard[0]]
            page = await connection.fetchval(query, *arguments, *([room] if room else []))
            return page or "[]"

        page = await fetch(0)
        for start in range(PAGE_POSITIONS, last + PAGE_POSITIONS, PAGE_POSITIONS):
            # The server puts the next page together while this one is decoded.
            _, page = await asyncio.gather(asyncio.to_thread(_take, people, page), fetch(start))
    finally:
        await connection.close()
    for subject, facts in people.items():
        yield subject, facts


def _take(people: dict[str, list[Fact]], page: str) -> None:
    for row in decode_page(page):
        read_payload(row)
        people[row.subject].append(row)


def read_payload(row: FactRow) -> None:
    """In place. Raises UnknownType."""
    msgspec.structs.force_setattr(row, "data", lean_decoder(row.type)(row.data))
