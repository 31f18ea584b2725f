"""Rotation of the key of keys: everything wrapped anew, then the older generations are destroyed.

Cut off anywhere, it is taken up by running it again; the room goes on meanwhile.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from services.kernel.protect import keks
from services.kernel.protect.key_files import KeyFiles
from services.kernel.protect.keystore import Keystore
from services.kernel.protect.sealing import KEY_BYTES, NONCE_BYTES
from services.kernel.store.failpoint import failpoint

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """`older`: generations still in the file, for whoever keeps it to take out."""

    generation: int
    rewrapped: int
    older: tuple[int, ...]


async def rotate(pool: Any, files: KeyFiles, *, own_file: bool) -> Rotated:  # noqa: ANN401
    """`own_file`: the file is ours to add a generation to, and to take the older ones out of.

    Where it is not, as in production, the newest line that was put there is rotated to. Raises
    KeksWrong, and SealBroken for a row that does not open: nothing is destroyed then.
    """
    known = files.keks()
    if own_file and len(known.by_generation) == 1:  # Else an earlier rotation was cut off.
        new = {known.newest + 1: secrets.token_bytes(KEY_BYTES)}
        known = keks.Keks({**known.by_generation, **new})
        keks.write(files.kek, known)
        failpoint("after_kek_added")
    await Keystore(pool).retire_below(known.newest)
    count = 0
    while done := await _rewrap_some(pool, known):
        count += done
        failpoint("after_rewrap_batch")
    if own_file:
        keks.write(files.kek, keks.Keks({known.newest: known.by_generation[known.newest]}))
        known = files.keks()
    older = tuple(sorted(set(known.by_generation) - {known.newest}))
    return Rotated(known.newest, count, older)


async def _rewrap_some(pool: Any, known: keks.Keks) -> int:  # noqa: ANN401
    """Opened under the old generation and again under the new one before it is written."""
    async with pool.acquire() as connection, connection.transaction():
        store = Keystore(connection)
        rows = await store.older_than(known.newest, BATCH)
        wrapped = {}
        for owner, row in rows.items():
            key = known.unwrap(row.text, row.generation, owner, row.alg)
            text = known.wrap(key, secrets.token_bytes(NONCE_BYTES), owner, row.alg)
            if known.unwrap(text, known.newest, owner, row.alg) != key:
                raise keks.KeksWrong("a key did not come out as it went in")
            wrapped[owner] = text
        if wrapped:
            await store.rewrap(wrapped, known.newest)
        return len(wrapped)
