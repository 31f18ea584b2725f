"""A pay slip: lines, totals, what later runs need of it, and its canonical bytes. Pure.

net = gross - own - tax - damage - repaid + advanced, always, to the fen.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec

from services.gateway.decision.decision import Outcome
from services.gateway.decision.dossier import RoomEvidence
from services.gateway.decision.finding import Finding, reasons
from services.gateway.decision.line import Line, PolicyUsed
from services.gateway.pay.items import Part


class YearToDate(msgspec.Struct, frozen=True, kw_only=True):
    """What our runs have paid and withheld in a calendar year, the slip itself included."""

    year: int
    wages_fen: int = 0  # Everything paid as wages, bonus and arrears too, before deductions.
    income_fen: int = 0  # Taxed cumulatively: without a bonus taxed alone.
    own_fen: int = 0
    withheld_fen: int = 0  # Cumulative tax only.
    months: int = 0  # For which this unit has withheld, be it nothing.
    bonus_alone: bool = False


class Carried(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the next run goes on from."""

    year: YearToDate
    last_year: YearToDate | None = None
    damage_fen: int = 0  # Taken so far for damage, of all orders.
    advanced_fen: int = 0  # Paid in advance by the unit and not yet returned.
    open_from: str | None = None  # First month of which something is still to be settled.
    held: tuple[str, ...] = ()  # Months whose own run was held and is not made up for.


class Slip(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`lines` of the month itself come first, then differences of earlier months."""

    person: str
    month: str
    first_month: str  # Where our runs began: no month before it is settled by them.
    closed_at: datetime  # What was recorded up to this instant is known.
    outcome: Outcome
    category: str = ""
    lines: tuple[Line, ...] = ()
    gross_fen: int = 0
    own_fen: int = 0
    taxable_fen: int = 0  # Cumulative in the year; may be below zero.
    tax_fen: int = 0
    damage_fen: int = 0
    repaid_fen: int = 0
    advanced_fen: int = 0
    net_fen: int = 0
    unit_fen: int = 0
    owed_fen: int = 0  # By the person, after this slip.
    findings: tuple[Finding, ...] = ()
    carried: Carried
    rules_sha256: str
    evidence: tuple[RoomEvidence, ...] = ()
    facts_sha256: str = ""
    policies: tuple[PolicyUsed, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        return reasons(self.findings)

    @property
    def is_held(self) -> bool:
        return self.outcome == Outcome.HOLD

    def own_lines(self) -> list[Line]:
        """Of the month itself."""
        return [line for line in self.lines if line.month == self.month]

    def retro(self) -> list[Line]:
        """What is paid or taken back for earlier months."""
        return [line for line in self.lines if line.due_fen is not None]

    def total(self, part: Part) -> int:
        return sum(line.amount_fen for line in self.lines if line.part == part)


def canonical_bytes(slip: Slip) -> bytes:
    """Same facts, rules and earlier slips, same bytes."""
    return msgspec.json.encode(slip, order="sorted")


def sha256(slip: Slip) -> str:
    return hashlib.sha256(canonical_bytes(slip)).hexdigest()


def read_slip(data: bytes) -> Slip:
    """A recorded slip, as `canonical_bytes` wrote it."""
    return msgspec.json.decode(data, type=Slip)


def policies_of(lines: Iterable[Line]) -> tuple[PolicyUsed, ...]:
    """Each policy once, in order of first use."""
    return tuple({p.sha256 + p.id: p for line in lines for p in line.policies}.values())
