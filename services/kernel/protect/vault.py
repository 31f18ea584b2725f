"""The vault: a room's personal data sealed and opened, each person's by a key of its own.

The keystore's database is reached when first needed, so that what is not sensitive goes on while
it is away; what is sensitive answers 503.
"""

import asyncio
import secrets
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import asyncpg
import structlog

from services.kernel.errors import Refused, unavailable
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.keks import Keks, KeksWrong
from services.kernel.protect.key_files import KeyFiles
from services.kernel.protect.keystore import GenerationRetired, Keystore, Owner, Wrapped
from services.kernel.protect.sealing import (
    KEY_BYTES,
    NONCE_BYTES,
    Algorithm,
    Place,
    SealBroken,
    SealedSection,
    blind_index,
    derived,
    seal,
)
from services.kernel.protect.told import erased
from services.kernel.settings import SettingsWrong
from services.kernel.store.away import CUT, is_away

CACHE_SECONDS = 60.0  # A destroyed key is forgotten everywhere within it.
CACHE_MAX = 50_000
CONNECT_SECONDS = 5.0
MANY = 100  # So many are sealed in a thread: others are served meanwhile.
_ATTEMPTS = 3
_log = structlog.get_logger("jingheng.vault")


class Vault:
    """`connect` gives the keystore's pool; called once it is needed, and again after a fault."""

    def __init__(self, files: KeyFiles, connect: Any, alg: Algorithm) -> None:  # noqa: ANN401
        self.files = files
        self._connect = connect
        self._alg = alg
        self._pool: Any = None
        self._opening = asyncio.Lock()
        self._cache: dict[Owner, tuple[bytes, float]] = {}
        self._keks: Keks | None = None

    async def pool(self) -> Any:  # noqa: ANN401  asyncpg's pool
        """Raises Refused `keystore_unavailable`."""
        async with self._opening:
            if self._pool is None:
                with usable():
                    try:
                        self._pool = await asyncio.wait_for(self._connect(), CONNECT_SECONDS)
                    except asyncpg.PostgresError as fault:  # Wrong password, no such database.
                        raise unusable() from fault
        return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._pool.close(), 5)

    def blind(self, kind: str, value: str) -> bytes:
        """Raises Refused `keystore_unavailable` when the key outside the database is not there."""
        with usable():
            return blind_index(self.files.blind_key(), kind, value)

    def digest_key(self) -> bytes:
        """For digests of what holds personal data: an ID number is guessed from a bare hash."""
        with usable():
            return derived(self.files.blind_key(), "digest")

    async def seal(self, items: Sequence[tuple[Place, bytes]]) -> list[SealedSection]:
        """Raises Refused `personal_data_erased` where the person's keys have been destroyed."""
        owners = [(place.person_id, place.of) for place, _ in items]
        found = await self.keys(owners, make=True)
        if any(owner not in found for owner in owners):
            raise erased()

        def seal_all() -> list[SealedSection]:
            return [
                seal(found[place.person_id, place.of], _nonce(), plain, place, self._alg)
                for place, plain in items
            ]

        return seal_all() if len(items) < MANY else await asyncio.to_thread(seal_all)

    async def keys(self, owners: Collection[Owner], *, make: bool = False) -> Mapping[Owner, bytes]:
        """Those that exist; with `make`, those that were never made, too."""
        now = time.monotonic()
        found = {
            owner: held[0]
            for owner in owners
            if (held := self._cache.get(owner)) is not None and held[1] > now
        }
        lacking = set(owners) - set(found)
        if lacking:
            with usable():
                read = await self._read(lacking, make=make)
            found |= read
            if len(self._cache) + len(read) > CACHE_MAX:
                self._cache.clear()
            self._cache |= {owner: (key, now + CACHE_SECONDS) for owner, key in read.items()}
        return found

    async def destroy(self, person_id: str, classes: Sequence[FieldClass]) -> None:
        """Their rows are gone on return, and this process has forgotten them."""
        for of in classes:
            self._cache.pop((person_id, of), None)
        with usable():
            await Keystore(await self.pool()).destroy(person_id, classes)
        for of in classes:  # Somebody may have read it meanwhile.
            self._cache.pop((person_id, of), None)

    async def _read(self, owners: Collection[Owner], *, make: bool) -> dict[Owner, bytes]:
        store = Keystore(await self.pool())
        people, classes = sorted({p for p, _ in owners}), sorted({of for _, of in owners})
        rows = await store.read(people, classes)
        new = [owner for owner in owners if owner not in rows] if make else []
        if new:
            await self._add(store, new)
            rows = await store.read(people, classes)
        return {
            owner: self._unwrapped(owner, row) for owner, row in rows.items() if owner in owners
        }

    async def _add(self, store: Keystore, new: Sequence[Owner]) -> None:
        """Somebody else may add the same ones: those that came first are kept."""
        for _ in range(_ATTEMPTS):
            keks = self._keks = self.files.keks()
            made = {
                owner: Wrapped(
                    keks.newest,
                    self._alg,
                    keks.wrap(secrets.token_bytes(KEY_BYTES), _nonce(), owner, self._alg),
                )
                for owner in new
            }
            try:
                await store.add(made, keks.newest)
            except GenerationRetired:
                continue  # A rotation went past: its generation is in the file.
            return
        raise KeksWrong("every generation in the file is retired")

    def _unwrapped(self, owner: Owner, row: Wrapped) -> bytes:
        if self._keks is None or row.generation not in self._keks.by_generation:
            self._keks = self.files.keks()
        return self._keks.unwrap(row.text, row.generation, owner, row.alg)


def _nonce() -> bytes:
    return secrets.token_bytes(NONCE_BYTES)


@contextmanager
def usable() -> Iterator[None]:
    """Raises Refused `keystore_unavailable`. What is wrong is for the log, not for the caller."""
    try:
        yield
    except (KeksWrong, SealBroken) as fault:  # Their words name a file or generation, no more.
        _log.warning("keystore_unavailable", fault=type(fault).__name__, detail=str(fault))
        raise unusable() from fault
    except (SettingsWrong, *CUT) as fault:
        _log.warning("keystore_unavailable", fault=type(fault).__name__)
        raise unusable() from fault
    except asyncpg.PostgresError as fault:
        if not is_away(fault):
            raise
        raise unusable() from fault


def unusable() -> Refused:
    return unavailable(
        "keystore_unavailable",
        "密钥库暂不可用, 敏感信息无法读写, 请稍后重试",
        "the keystore cannot be used now: sensitive data can be neither read nor written",
    )
