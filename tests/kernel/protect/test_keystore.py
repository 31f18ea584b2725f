"""Rows of wrapped keys: a retired generation takes no more of them."""

import asyncpg
import pytest

from services.kernel.protect.classes import FieldClass
from services.kernel.protect.keystore import GenerationRetired, Keystore, Wrapped

S3 = FieldClass.S3


async def test_under_a_retired_generation_nothing_new_is_wrapped(fresh_database):
    connection = await asyncpg.connect(await fresh_database("keys"))
    store = Keystore(connection)
    await store.add({("p1", S3): Wrapped(1, "sm4-gcm", b"w1")}, 1)
    await store.retire_below(2)
    with pytest.raises(GenerationRetired):
        await store.add({("p2", S3): Wrapped(1, "sm4-gcm", b"w2")}, 1)
    assert list(await store.older_than(2, 10)) == [("p1", S3)]

    await store.rewrap({("p1", S3): b"w3"}, 2)
    assert await store.older_than(2, 10) == {}
    assert (await store.read(["p1", "p2"], [S3]))["p1", S3] == Wrapped(2, "sm4-gcm", b"w3")
    await connection.close()


async def test_what_is_there_is_kept_and_what_was_destroyed_stays_so(fresh_database):
    connection = await asyncpg.connect(await fresh_database("keys"))
    store = Keystore(connection)
    for text in (b"first", b"second"):
        await store.add({("p1", S3): Wrapped(1, "sm4-gcm", text)}, 1)
    assert (await store.read(["p1"], [S3]))["p1", S3].text == b"first"
    await store.destroy("p1", [S3])
    await store.add({("p1", S3): Wrapped(1, "sm4-gcm", b"third")}, 1)

    assert await store.read(["p1"], [S3]) == {}
    await connection.close()
