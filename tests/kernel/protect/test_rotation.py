"""After a rotation only the new generation opens anything; killed, the next one ends it."""

import asyncio
import os
import signal
import sys

import pytest

from services.kernel.protect import keks
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.key_files import KeyFiles, make
from services.kernel.protect.rotation import rotate
from services.kernel.protect.sealing import SealBroken
from services.kernel.protect.vault import Vault
from services.kernel.settings import REPOSITORY
from services.kernel.store.postgres import connect_pool

PROGRAM = """
import asyncio, sys
from pathlib import Path
from services.kernel.protect import rotation
from services.kernel.protect.key_files import KeyFiles
from services.kernel.store.postgres import connect_pool

rotation.BATCH = 3

async def run():
    pool = await connect_pool(sys.argv[1])
    await rotation.rotate(pool, KeyFiles(Path(sys.argv[2]), Path(sys.argv[3])), own_file=True)

asyncio.run(run())
"""
OWNERS = [(f"p{number}", FieldClass.S3) for number in range(8)]


@pytest.fixture
async def kept(fresh_database, tmp_path):
    url = await fresh_database("keys")
    files = KeyFiles(tmp_path / "kek", tmp_path / "blind")
    make(files)
    pool = await connect_pool(url)
    vault = Vault(files, lambda: connect_pool(url, size_max=2), "sm4-gcm")
    yield url, files, pool, vault
    await vault.close()
    await pool.close()


async def test_all_keys_are_the_same_and_the_old_generation_opens_none(kept):
    _, files, pool, vault = kept
    before = dict(await vault.keys(OWNERS, make=True))
    old = files.keks()
    rotated, *_ = await asyncio.gather(
        rotate(pool, files, own_file=True),
        *(vault.keys([(f"new{n}", FieldClass.S4)], make=True) for n in range(20)),
    )
    vault._cache.clear()

    assert (rotated.generation, rotated.older) == (2, ())
    assert await vault.keys(OWNERS) == before
    assert len(await vault.keys([(f"new{n}", FieldClass.S4) for n in range(20)])) == 20
    assert list(files.keks().by_generation) == [2]
    assert await pool.fetchval("select retired from kek_generations where generation = 1")
    keks.write(files.kek, old)
    row = await pool.fetchrow("select * from wrapped_keys")
    owner = (row["person_id"], FieldClass(row["class"]))
    with pytest.raises(SealBroken):
        old.unwrap(row["wrapped"], row["generation"], owner, row["alg"])


@pytest.mark.parametrize(
    "place", ["after_kek_added:1", "after_rewrap_batch:1", "after_rewrap_batch:3"]
)
async def test_killed_anywhere_nothing_is_lost_and_the_next_one_ends_it(kept, place):
    url, files, pool, vault = kept
    before = dict(await vault.keys(OWNERS, make=True))
    killed = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, url, str(files.kek), str(files.blind_index)),
        env=dict(os.environ) | {"PYTHONPATH": str(REPOSITORY), "JINGHENG_FAILPOINT": place},
    )
    assert await killed.wait() == -signal.SIGKILL
    vault._cache.clear()
    assert await vault.keys(OWNERS) == before
    rotated = await rotate(pool, files, own_file=True)
    vault._cache.clear()

    assert (rotated.generation, list(files.keks().by_generation)) == (2, [2])
    assert await vault.keys(OWNERS) == before


async def test_a_file_of_somebody_else_is_left_as_it_is(kept):
    _, files, pool, vault = kept
    await vault.keys(OWNERS, make=True)
    known = files.keks()
    keks.write(files.kek, keks.Keks({**known.by_generation, 2: bytes(32)}))
    rotated = await rotate(pool, files, own_file=False)

    assert (rotated.generation, rotated.rewrapped, rotated.older) == (2, 8, (1,))
    assert sorted(files.keks().by_generation) == [1, 2]
