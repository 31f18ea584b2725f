"""The hash chain over a log: canonical bytes of an event, the next link, and verification. Pure.

Bytes of an event: each attested field as a netstring (`length:bytes,`) in the order of FIELDS,
an absent one as the empty netstring. Link: H(previous link, then those bytes). The first
link follows GENESIS. `docs/log-format.md` says the same for those who write a verifier.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache, partial
from operator import attrgetter

import msgspec

from services.kernel.event import Recorded

GENESIS = b"\x00" * 32
FIELDS = (
    "pos",
    "event_id",
    "type",
    "stream_id",
    "version",
    "subject",
    "subject_seq",
    "effective_on",
    "recorded_at",
    "actor",
    "command_id",
    "correlation_id",
    "causation_id",
    "corrects",
    "revokes",
    "basis",
    "reason",
    "data",
)
HASHES = ("sha256", "sm3")


@lru_cache(maxsize=4096)  # A batch shares one instant.
def canonical_instant(instant: datetime) -> str:
    """UTC with exactly six decimals and a Z, so that every writer gives the same bytes."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_fields = attrgetter(*FIELDS)
_SHA256 = hashlib.sha256  # Twice as quick as by its name.


def canonical_bytes(event: Recorded) -> bytes:
    parts: list[str] = []
    for value in _fields(event):
        kind = type(value)
        if kind is str:
            text = value
        elif value is None:
            text = ""
        else:
            text = canonical_instant(value) if kind is datetime else str(value)
        size = len(text) if text.isascii() else len(text.encode())
        parts.append(f"{size}:{text},")
    return "".join(parts).encode()


def next_link(previous: bytes, event: Recorded, algorithm: str = "sha256") -> bytes:
    """The `chain` of `event` after a log whose last link is `previous` (32 bytes)."""
    hashed = _SHA256 if algorithm == "sha256" else partial(hashlib.new, algorithm)
    return hashed(previous + canonical_bytes(event)).digest()


def linker(algorithm: str) -> Callable[[bytes, Recorded], bytes]:
    """`next_link` for one hash; raises ValueError when this machine does not have it."""
    if algorithm not in HASHES:
        msg = f"chain hash {algorithm!r}: allowed are {', '.join(HASHES)}"
        raise ValueError(msg)
    hashlib.new(algorithm)
    return lambda previous, event: next_link(previous, event, algorithm)


class Broken(msgspec.Struct, frozen=True):
    """The first thing wrong with a log."""

    pos: int
    problem: str


def verify(
    events: Iterable[Recorded],
    *,
    algorithm: str = "sha256",
    start: tuple[int, bytes] = (0, GENESIS),
) -> tuple[int, bytes] | Broken:
    """The (pos, chain) reached, or what is wrong first. `start` is the place verified so far."""
    pos, link = start
    for event in events:
        if event.pos != pos + 1:
            return Broken(pos + 1, f"expected position {pos + 1}, found {event.pos}")
        link = next_link(link, event, algorithm)
        if link != event.chain:
            return Broken(event.pos, "chain does not match the event's content")
        pos = event.pos
    return pos, link
