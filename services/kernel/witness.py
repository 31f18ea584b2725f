"""Signed checkpoints: what a log said of itself at a moment, kept where its administrator is not.

One JSON line each: room, store_id, algorithm, pos, chain, at, key, signature. The signature is
Ed25519 over the other members in that order, joined by newlines. A closing is a checkpoint that
says besides who ended an older history, from where and why. `docs/log-format.md`.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from services.kernel.chain import canonical_instant
from services.kernel.store.postgres import LogHead


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """At this instant this log had this place and this chain."""

    room: str
    store_id: str
    algorithm: str
    pos: int
    chain: str  # Hex.
    at: str  # UTC, six decimals, Z.
    key: str  # Hex of the public key.
    signature: str = ""  # Hex.

    def message(self) -> bytes:
        parts = (self.room, self.store_id, self.algorithm, str(self.pos), self.chain, self.at)
        return "\n".join((*parts, self.key)).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Checkpoint):
    """A checkpoint, and: what checkpoints before it saw after `closes_after` stands no more."""

    closes_after: int  # The last position both histories share.
    saw: int  # How far the history that ends was seen to go.
    restored_on: str  # The day the log was restored.
    by: str
    reason: str

    def message(self) -> bytes:
        told = (str(self.closes_after), str(self.saw), self.restored_on, self.by, self.reason)
        return b"\n".join((Checkpoint.message(self), b"closing", *(one.encode() for one in told)))

    def closes(self, other: Checkpoint) -> bool:
        return other.at < self.at and other.pos > self.closes_after


class Witness:
    """Appends checkpoints of one room to a file; writes nothing while the log stands still."""

    def __init__(self, file: Path, key_file: Path, *, room: str) -> None:
        self._file = file
        self._key = signing_key(key_file)
        self._room = room
        self._last: tuple[str, int] | None = None

    def note(self, head: LogHead, at: datetime) -> Checkpoint | None:
        place = (str(head.store_id), head.pos)
        if head.pos == 0 or place == self._last:
            return None
        checkpoint = sign(self._key, self._room, head, at)
        append(self._file, checkpoint)
        self._last = place
        return checkpoint


def append(path: Path, checkpoint: Checkpoint) -> None:
    """Durable when it returns; what stands in the file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        line = json.dumps(asdict(checkpoint), ensure_ascii=False).encode() + b"\n"
        file.write(line if _ends_whole(file) else b"\n" + line)
        file.flush()
        os.fsync(file.fileno())


def _ends_whole(file: BinaryIO) -> bool:
    """False after a power cut in the middle of a line: the next one must not be joined to it."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def signing_key(file: Path) -> Ed25519PrivateKey:
    """The key in the file, made at first use, readable by its owner only."""
    if file.exists():
        return Ed25519PrivateKey.from_private_bytes(file.read_bytes())
    key = Ed25519PrivateKey.generate()
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(raw)
    return key


def public_key(file: Path) -> str:
    """Hex of the public half of a signing key: what an auditor is given to keep."""
    key = Ed25519PrivateKey.from_private_bytes(file.read_bytes())
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(key: Ed25519PrivateKey, room: str, head: LogHead, at: datetime) -> Checkpoint:
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    bare = Checkpoint(
        room=room,
        store_id=str(head.store_id),
        algorithm=head.algorithm,
        pos=head.pos,
        chain=head.chain.hex(),
        at=canonical_instant(at),
        key=public,
    )
    return Checkpoint(**(asdict(bare) | {"signature": key.sign(bare.message()).hex()}))


def sign_closing(key: Ed25519PrivateKey, checkpoint: Checkpoint, **told: Any) -> Closing:  # noqa: ANN401
    """`told`: the members that a closing has besides."""
    bare = Closing(**(asdict(checkpoint) | {"signature": ""}), **told)
    return replace(bare, signature=key.sign(bare.message()).hex())


def is_genuine(checkpoint: Checkpoint, trusted_key: str) -> bool:
    """Signed by the key the asker trusts; the key named in the checkpoint proves nothing."""
    if checkpoint.key != trusted_key:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(trusted_key))
        public.verify(bytes.fromhex(checkpoint.signature), checkpoint.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def read_checkpoints(lines: Iterable[str]) -> list[Checkpoint]:
    """Closings among them. Raises ValueError for a line that is no checkpoint."""
    try:
        return [_read(json.loads(line)) for line in lines if line.strip()]
    except TypeError as fault:
        raise ValueError(str(fault)) from fault


def _read(tree: dict[str, Any]) -> Checkpoint:
    return Closing(**tree) if "closes_after" in tree else Checkpoint(**tree)
