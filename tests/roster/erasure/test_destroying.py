"""Killed between the event, the keys and the note, it is finished by whoever comes next."""

import asyncio
import os
import signal
import sys

import pytest

from services.kernel.protect.classes import FieldClass
from services.kernel.protect.vault import Vault
from services.kernel.settings import REPOSITORY
from services.kernel.store.postgres import connect_pool
from services.roster.erasure.destroying import resume
from services.roster.protection.shows import protection_of
from tests.roster.erasure.steps import approve, propose
from tests.roster.protection.people import facts_of, identified

PROGRAM = """
import asyncio
from services.kernel.settings import load
from services.kernel.store.postgres import connect_pool
from services.roster.erasure.destroying import resume
from services.roster.keeping import vault_of
from services.roster.protection.shows import protection_of

async def run():
    settings = load()
    pool = await connect_pool(settings.database_url("roster"))
    await resume(pool, protection_of(vault_of(settings), "r0"))

asyncio.run(run())
"""


async def _decided_only(roster, person):
    """The keystore is away: the erasure is on file, and the answer says to come again."""
    roster.apps["roster"].state.destroying.cancel()  # Else it may be done before it is killed.
    proposal = (await propose(roster, person)).json()["events"][0]
    vault = roster.apps["roster"].state.vault
    pool, vault._pool = await vault.pool(), None
    connect, vault._connect = vault._connect, _nowhere
    answer = await approve(roster, person, proposal, key="the-same-key")
    assert (answer.status_code, answer.json()["code"]) == (503, "keystore_unavailable")
    vault._connect, vault._pool = connect, pool
    return proposal


async def _nowhere():
    raise ConnectionRefusedError


async def _left(roster):
    vault = roster.apps["roster"].state.vault
    return await (await vault.pool()).fetchval("select count(*) from wrapped_keys")


@pytest.mark.parametrize(
    ("place", "left"), [("after_erasure_before_keys", 2), ("after_keys_before_note", 0)]
)
async def test_killed_in_the_middle_it_is_never_half_and_ends(roster, place, left):
    person = await identified(roster)
    await _decided_only(roster, person)
    settings = roster.settings
    killed = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        env=dict(os.environ)
        | {
            "PYTHONPATH": str(REPOSITORY),
            "JINGHENG_HOME": str(settings.home),
            "JINGHENG_FAILPOINT": place,
            "ROSTER_DATABASE_URL": settings.database_url("roster"),
            "KEYS_DATABASE_URL": settings.database_url("keys"),
        },
    )
    assert await killed.wait() == -signal.SIGKILL
    assert await _left(roster) == left
    facts = await facts_of(roster, person)
    assert facts["contact_recorded"]["protection"]["phone"] == "erased"

    state = roster.apps["roster"].state
    for _ in range(2):
        await resume(state.pool, state.protection)
    assert await _left(roster) == 0
    noted = [event.type for event in await state.protection.log.of_person(person)]
    assert [one for one in noted if one != "keys.sensitive_read.v1"] == ["keys.keys_destroyed.v1"]


async def test_the_same_approval_again_finishes_it(roster):
    person = await identified(roster)
    proposal = await _decided_only(roster, person)
    again = await approve(roster, person, proposal, key="the-same-key")

    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert await _left(roster) == 0


async def test_a_keystore_restored_from_before_is_purged_again(roster, fresh_database):
    person = await identified(roster)
    proposal = (await propose(roster, person)).json()["events"][0]
    assert (await approve(roster, person, proposal)).status_code == 201
    state, older = roster.apps["roster"].state, await fresh_database("keys")
    vault = Vault(state.vault.files, lambda: connect_pool(older, size_max=2), "aes-256-gcm")
    owner = (person, FieldClass.S3)
    assert await vault.keys([owner], make=True)
    await resume(state.pool, protection_of(vault, "r0"))

    assert await vault.keys([owner], make=True) == {}
    await vault.close()
