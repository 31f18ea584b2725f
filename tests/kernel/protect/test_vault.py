"""Each person's own key, made once among many, destroyed for good, and gone from memory."""

import asyncio
from datetime import date
from uuid import UUID

import pytest

from services.kernel.errors import Refused
from services.kernel.protect import keks
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.key_files import KeyFiles, make
from services.kernel.protect.sealing import Place, unseal
from services.kernel.protect.vault import Vault
from services.kernel.store.postgres import connect_pool

S3, S4 = FieldClass.S3, FieldClass.S4


def _place(person="p1", of=S3):
    return Place("roster", person, "roster.x.v1", date(2020, 1, 1), UUID(int=1), of)


@pytest.fixture
async def vaults(fresh_database, tmp_path):
    """As many as asked for, on one keystore: processes of one room."""
    url = await fresh_database("keys")
    files = KeyFiles(tmp_path / "kek", tmp_path / "blind")
    make(files)
    made = []

    def new():
        made.append(Vault(files, lambda: connect_pool(url, size_max=2), "aes-256-gcm"))
        return made[-1]

    yield new
    for vault in made:
        await vault.close()


async def test_eight_processes_make_one_key(vaults):
    many = [vaults() for _ in range(8)]
    sections = await asyncio.gather(*(vault.seal([(_place(), b"x")]) for vault in many))
    (key,) = {(await vault.keys([("p1", S3)]))["p1", S3] for vault in many}

    assert {unseal(key, section, _place()) for (section,) in sections} == {b"x"}
    assert (await many[0].keys([("p1", S4), ("p2", S3)])) == {}


async def test_destroyed_is_gone_everywhere_and_never_made_anew(vaults):
    one, other = vaults(), vaults()
    await one.seal([(_place(), b"x"), (_place(of=S4), b"y")])
    await one.destroy("p1", [S3])
    await one.destroy("p1", [S3])  # Again is the same.

    assert set(await one.keys([("p1", S3), ("p1", S4)])) == {("p1", S4)}
    for vault in (one, other):
        with pytest.raises(Refused, match="personal_data_erased"):
            await vault.seal([(_place(), b"x")])
    assert await (await other.pool()).fetchval("select count(*) from wrapped_keys") == 1


async def test_a_lost_or_strange_generation_is_unavailable_and_names_nothing(vaults):
    vault = vaults()
    await vault.seal([(_place(), b"x")])
    keks.write(vault.files.kek, keks.Keks({1: bytes(32)}))
    fresh = vaults()

    with pytest.raises(Refused, match="keystore_unavailable"):
        await fresh.keys([("p1", S3)])
    vault.files.kek.unlink()
    vault.files.blind_index.unlink()
    with pytest.raises(Refused, match="keystore_unavailable"):
        await fresh.seal([(_place("p2"), b"x")])
    with pytest.raises(Refused, match="keystore_unavailable"):
        fresh.blind("id_number", "x")


async def test_without_a_keystore_the_vault_is_there_and_refuses(tmp_path):
    files = KeyFiles(tmp_path / "kek", tmp_path / "blind")
    make(files)

    async def nowhere():
        raise ConnectionRefusedError

    with pytest.raises(Refused, match="keystore_unavailable"):
        await Vault(files, nowhere, "sm4-gcm").seal([(_place(), b"x")])
