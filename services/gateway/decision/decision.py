"""A decision: outcome, dates, steps, amounts, findings, evidence and policy; its bytes and hash.

Pure.
"""

import hashlib
from datetime import date, datetime
from typing import Any

import msgspec

from services.gateway.decision.dossier import RoomEvidence
from services.gateway.decision.finding import Cited, Finding, reasons
from services.gateway.decision.line import Line, PolicyUsed
from services.kernel.policy import Policy
from services.kernel.term import Term


class Outcome(Term):
    """The words of every decision."""

    PROMOTE = "PROMOTE", "晋升"
    WAIT = "WAIT", "未到期"
    BLOCKED = "BLOCKED", "依法不得晋升"
    HOLD = "HOLD", "暂缓"
    CEILING = "CEILING", "已达职务编制上限"
    ELIGIBLE = "ELIGIBLE", "符合选升条件"
    NOT_ELIGIBLE = "NOT_ELIGIBLE", "不符合条件"
    ADJUST = "ADJUST", "调整"
    CANCEL = "CANCEL", "取消"
    REJECT = "REJECT", "事实不成立"
    PROPOSE = "PROPOSE", "拟办"


class AmountChange(msgspec.Struct, frozen=True, kw_only=True):
    """A monthly amount before and after, and the day it changes."""

    item: str
    from_fen: int
    to_fen: int
    from_on: date


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"from_": "from"}):
    """One thing to be done, in the order it is owed. Terms are wire codes."""

    outcome: Outcome
    ground: str
    from_: str | None = None
    to: str | None = None
    effective_on: date
    clause: str = ""
    approver: str | None = None
    changes: tuple[AmountChange, ...] = ()
    next_due_on: date | None = None  # When the next one would be due after this one.
    facts: tuple[Cited, ...] = ()


class SetAside(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An order on file that should not stand, with what taking it back changes."""

    fact: Cited
    held: str  # What the order gave.
    lawful_on: date | None = None  # Day it should have taken effect; None: not foreseeable.
    why: tuple[str, ...] = ()
    changes: tuple[AmountChange, ...] = ()


class Decision(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"from_": "from"}
):
    """Same evidence and policy, same bytes. Fields of one kind of decision only are optional."""

    kind: str
    person: str
    as_of: date
    known_at: datetime | None = None
    reading: str
    outcome: Outcome
    from_: str | None = None
    to: str | None = None
    effective_on: date | None = None
    due_on: date | None = None
    blocked_until: date | None = None  # The last blocked day.
    earliest_on: date | None = None  # First day it can take effect under today's rules and facts.
    next_due_on: date | None = None
    early_possible_from: date | None = None
    approver: str | None = None
    steps: tuple[Step, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    particulars: dict[str, Any] = {}  # Scalars by name, of one kind of decision: numbers, paths.
    findings: tuple[Finding, ...] = ()
    lines: tuple[Line, ...] = ()
    totals: dict[str, int] = {}  # Integer fen, by name.
    evidence: tuple[RoomEvidence, ...] = ()
    facts_sha256: str = ""
    policies: tuple[PolicyUsed, ...] = ()  # The policy of the question first.

    @property
    def reasons(self) -> tuple[str, ...]:
        return reasons(self.findings)


def canonical_bytes(decision: Decision) -> bytes:
    """Sorted keys, no white space, absent fields left out."""
    return msgspec.json.encode(decision, order="sorted")


def sha256(decision: Decision) -> str:
    return hashlib.sha256(canonical_bytes(decision)).hexdigest()


def read_decision(data: bytes) -> Decision:
    """A recorded decision, as `canonical_bytes` wrote it."""
    return msgspec.json.decode(data, type=Decision)


def used(*policies: Policy) -> tuple[PolicyUsed, ...]:
    """Each policy once, in the given order."""
    return tuple({p.id: PolicyUsed(id=p.id, sha256=p.sha256) for p in policies}.values())
