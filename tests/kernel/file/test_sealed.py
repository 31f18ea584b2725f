"""A moved, changed or keyless section is told apart from an erased one, and shows nothing."""

import msgspec
import pytest

from services.kernel.file.sealed import State, opened
from services.kernel.protect.classes import FieldClass
from tests.bureau import open_bureau
from tests.roster.protection.people import identified, tell


@pytest.fixture
async def roster(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        yield bureau


async def _contacts(roster, person):
    events = await roster.apps["roster"].state.store.read_subject(person)
    return [event for event in events if event.type == "roster.contact_recorded.v1"]


async def test_a_section_of_another_event_does_not_open(roster):
    person = await identified(roster)
    await tell(roster, person, "contact_recorded", "2012-01-01", phone="13900000000")
    vault = roster.apps["roster"].state.vault
    one, two = await _contacts(roster, person)
    forged = msgspec.structs.replace(one, data=two.data)

    assert (await opened(vault, [one], frozenset()))[one.event_id].state is State.OPEN
    assert (await opened(vault, [forged], frozenset()))[one.event_id].state is State.UNREADABLE
    erased = await opened(vault, [one, two], frozenset({FieldClass.S3}))
    assert {part.state for part in erased.values()} == {State.ERASED}


async def test_a_lost_key_is_not_called_erased(roster):
    person = await identified(roster)
    vault = roster.apps["roster"].state.vault
    await (await vault.pool()).execute("delete from wrapped_keys")
    vault._cache.clear()
    (contact,) = await _contacts(roster, person)
    part = (await opened(vault, [contact], frozenset()))[contact.event_id]

    assert (part.state, part.fields) == (State.UNREADABLE, {})
