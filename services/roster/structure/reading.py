"""Reads what the structure tables count from the roster's log, as it was known at an instant."""

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC
from typing import Any
from uuid import UUID

import asyncpg

from services.kernel.event import decode_fast
from services.kernel.fact import Fact
from services.roster.structure.profile import COUNTED
from services.roster.structure.survey import Surveyor

FETCHED = 1_000  # Rows at a time: between two fetches other requests have their turn.
_TYPES = [event.TYPE for event in COUNTED]
_ASKED = """
select subject, event_id, type, effective_on, recorded_at, subject_seq, corrects, revokes, data
from events where pos <= $1 and type = any($2::text[]) and starts_with(stream_id, $3)
order by subject
"""


async def survey_units(pool: "asyncpg.Pool[asyncpg.Record]", surveyor: Surveyor, pos: int) -> None:
    files: dict[str, list[Fact]] = defaultdict(list)
    for row in await pool.fetch(_ASKED, pos, _TYPES, "unit-"):
        files[row["subject"]].append(_fact(row))
    surveyor.take_units(files.items())


async def survey_people(pool: "asyncpg.Pool[asyncpg.Record]", surveyor: Surveyor, pos: int) -> None:
    """After the units; one person in memory at a time."""
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        rows = connection.cursor(_ASKED, pos, _TYPES, "person-", prefetch=FETCHED)
        async for facts in _by_subject(rows):
            surveyor.take_person(facts)


async def _by_subject(rows: Any) -> AsyncIterator[list[Fact]]:  # noqa: ANN401  asyncpg's cursor
    subject, facts = "", list[Fact]()
    async for row in rows:
        if row["subject"] != subject and facts:
            yield facts
            facts = []
        subject = row["subject"]
        facts.append(_fact(row))
    if facts:
        yield facts


def _fact(row: Any) -> Fact:  # noqa: ANN401  asyncpg's record
    return Fact(
        event_id=UUID(int=row["event_id"].int),
        type=row["type"],
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"].astimezone(UTC),
        subject_seq=row["subject_seq"],
        corrects=UUID(int=row["corrects"].int) if row["corrects"] else None,
        revokes=UUID(int=row["revokes"].int) if row["revokes"] else None,
        basis="",
        data=decode_fast(row["type"], row["data"]),
    )
