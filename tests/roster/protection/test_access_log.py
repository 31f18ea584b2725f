"""Reads are chained, noted once a command, and so many reveals a day are the most."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.kernel.chain import verify
from services.kernel.errors import Refused
from services.kernel.event import Origin
from services.kernel.protect.events import ReadManner, SensitiveRead
from services.kernel.store.log import Log
from tests.roster.protection.people import registered

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _read(manner=ReadManner.REVEAL):
    return SensitiveRead(manner=manner, fields=["phone"], roles=["hr"], reason="x")


async def test_twenty_reveals_a_day_also_for_who_asks_for_thirty_at_once(roster):
    person = await registered(roster)
    log = roster.apps["roster"].state.protection.log
    answers = await asyncio.gather(
        *(log.note(person, _read(), Origin(uuid4(), "a", "c"), NOW) for _ in range(30)),
        return_exceptions=True,
    )
    refused = [one for one in answers if isinstance(one, Refused)]

    assert {one.code for one in refused} == {"reads_of_the_day_used_up"}
    assert len(answers) - len(refused) == len(await log.of_person(person)) == 20
    await log.note(person, _read(ReadManner.FILE), Origin(uuid4(), "a", "c"), NOW)
    await log.note(person, _read(), Origin(uuid4(), "b", "c"), NOW)


async def test_a_command_is_noted_once_and_the_chain_holds(roster):
    person = await registered(roster)
    protection = roster.apps["roster"].state.protection
    origin = Origin(uuid4(), "a", "c")
    first = await protection.log.note(person, _read(), origin, NOW)
    again = await protection.log.note(person, _read(), origin, NOW)
    assert (first.events, again.replayed) == (again.events, True)

    log = Log(await protection.vault.pool())
    events = [event async for page in log.pages() for event in page]
    assert verify(events) == (len(events), (await log.head()).chain)
    with pytest.raises(Exception, match="append-only"):
        await (await protection.vault.pool()).execute("update events set actor = 'nobody'")
