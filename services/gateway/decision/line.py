"""One line of an amount: formula, inputs, facts and policy; and, when it differs, why.

Pure. All amounts are integer fen.
"""

from typing import Any
from uuid import UUID

import msgspec

from services.gateway.decision.finding import Cited
from services.kernel.term import Term


class PolicyUsed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    sha256: str


class Why(Term):
    """What made a line differ from what was settled before."""

    LEARNED = "learned", "后来得知"
    CORRECTED = "corrected", "被更正"
    REVOKED = "revoked", "被撤销"
    POLICY = "policy", "政策变更"
    HELD = "held", "此前暂缓"
    CARRIED = "carried", "结转"
    UNPAID = "unpaid", "当月未发"


class LineCause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact, or a policy with the one it replaced."""

    why: Why
    fact: Cited | None = None
    by: Cited | None = None  # The correction or revocation.
    policy: PolicyUsed | None = None
    instead_of: PolicyUsed | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """`amount_fen` is what is paid or taken now. Only a difference has `due_fen` and after."""

    part: str  # gross, own, unit, tax, damage
    item: str
    month: str  # 2024-06
    amount_fen: int
    formula: str = ""  # Over the names of `inputs`.
    inputs: dict[str, Any] = {}
    facts: tuple[Cited, ...] = ()
    policies: tuple[PolicyUsed, ...] = ()
    ref: UUID | None = None  # Tells lines of one item apart: the first version of their fact.
    due_fen: int | None = None  # What the month should be, as known now.
    settled_fen: int | None = None  # What earlier runs paid of it.
    causes: tuple[LineCause, ...] = ()
