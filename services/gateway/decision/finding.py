"""What one criterion found: claim, clause, what is required and found, the facts, what is missing.

Pure.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.fact import Fact

Scalar = str | int | bool | date | None


class Cited(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact named as a reason."""

    event_id: UUID
    type: str
    effective_on: date


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`claim` is a sentence that can be true; `reason` the word of the obstacle when it is not."""

    claim: str  # inside_post_range
    met: bool
    reason: str = ""  # CEILING; empty for a finding that is no obstacle.
    clause: str = ""
    required: dict[str, Any] = {}  # Scalars; a day read back from a record is its text.
    found: dict[str, Any] = {}
    until: date | None = None  # Last day of the obstacle, where it ends by itself.
    earliest_on: date | None = None  # When the claim can be true under today's rules and facts.
    facts: tuple[Cited, ...] = ()


def cite(facts: Iterable[Fact]) -> tuple[Cited, ...]:
    """Each fact once, in the given order."""
    found: dict[UUID, Cited] = {}
    for f in facts:
        found.setdefault(
            f.event_id, Cited(event_id=f.event_id, type=f.type, effective_on=f.effective_on)
        )
    return tuple(found.values())


def reasons(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Every obstacle, each word once, in the order of the findings."""
    return tuple(dict.fromkeys(f.reason for f in findings if f.reason and not f.met))
