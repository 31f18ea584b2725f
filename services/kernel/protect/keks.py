"""Key-encrypting keys (KEK): generations in a file, under which every person's keys are wrapped.

A line a generation: its number and 32 random bytes in base64url. The newest wraps; older ones
only unwrap, until `./jingheng keys rotate` has wrapped everything anew and they are destroyed.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.kernel.protect.classes import FieldClass
from services.kernel.protect.sealing import (
    KEY_BYTES,
    Algorithm,
    SealBroken,
    decrypt,
    derived,
    encrypt,
    from_text,
    to_text,
)


class KeksWrong(Exception):
    """The file of generations cannot be used; never says what is in it."""


@dataclass(frozen=True, slots=True)
class Keks:
    """The generations at hand."""

    by_generation: Mapping[int, bytes]

    @property
    def newest(self) -> int:
        return max(self.by_generation)

    def wrap(
        self, key: bytes, nonce: bytes, owner: tuple[str, FieldClass], alg: Algorithm
    ) -> bytes:
        """Under the newest generation. A wrapped key put in another person's row does not open."""
        return encrypt(self._key(self.newest, alg), nonce, key, _attested(owner, alg), alg)

    def unwrap(
        self, wrapped: bytes, generation: int, owner: tuple[str, FieldClass], alg: Algorithm
    ) -> bytes:
        """Raises SealBroken, also for a generation that is not at hand."""
        return decrypt(self._key(generation, alg), wrapped, _attested(owner, alg), alg)

    def _key(self, generation: int, alg: Algorithm) -> bytes:
        if generation not in self.by_generation:
            raise SealBroken(f"KEK generation {generation} is not at hand")
        return derived(self.by_generation[generation], f"wrap {alg}")


def _attested(owner: tuple[str, FieldClass], alg: Algorithm) -> bytes:
    return f"{owner[0]} {owner[1].value} {alg}".encode()


def read(file: Path) -> Keks:
    """Raises KeksWrong."""
    found: dict[int, bytes] = {}
    try:
        lines = file.read_text(encoding="ascii").split("\n")
        for line in filter(None, lines):
            number, text = line.split(" ")
            found[int(number)] = from_text(text)
    except (OSError, ValueError) as error:
        raise KeksWrong(f"{file}: {type(error).__name__}") from None
    if not found or any(len(key) != KEY_BYTES for key in found.values()):
        raise KeksWrong(f"{file}: a line a generation, its number and 32 bytes in base64url")
    return Keks(found)


def write(file: Path, keks: Keks) -> None:
    """All of it or nothing, on disk before it returns, readable by its owner only."""
    lines = (f"{number} {to_text(key)}\n" for number, key in sorted(keks.by_generation.items()))
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.writelines(lines)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
