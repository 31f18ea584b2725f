"""New identities: UUIDv7 (RFC 9562), ordered by the millisecond they were made in. Pure."""

import os
import time
from collections.abc import Callable
from uuid import UUID

NewId = Callable[[], UUID]


def uuid7(unix_ms: int, random_bits: int) -> UUID:
    """A UUIDv7 from a Unix time in milliseconds and 74 random bits."""
    high = (unix_ms & (2**48 - 1)) << 16 | 0x7000 | (random_bits >> 62) & 0xFFF
    low = 0b10 << 62 | random_bits & (2**62 - 1)
    return UUID(int=high << 64 | low)


def new_uuid7() -> UUID:
    """The one place that asks the clock and the kernel's randomness for an identity."""
    return uuid7(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10), "big") >> 6)
