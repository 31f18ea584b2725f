"""A case: facts on two clocks and the questions asked of them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from services.gateway.decision.kind import DecisionKind
from services.gateway.decision.question import Question
from services.kernel.event import Event

PERSON = "person"  # The one subject of a case.


@dataclass(frozen=True, slots=True)
class CaseFact:
    """`label` is how the case calls it; facts are numbered from 1 when they have no other label."""

    label: str
    data: Event
    effective_on: date
    recorded_at: datetime
    corrects: str | None
    revokes: str | None
    basis: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class AskedRun:
    """One of several pay runs played one after another; the last may be their sum."""

    series: int  # The line of the question: runs of one question go on from each other.
    month: str
    closed_at: datetime | None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    kind: DecisionKind
    question: Question
    expect: BaseModel  # Of the class that the kind's expectations have.
    line: int
    run: AskedRun | None = None


@dataclass(frozen=True, slots=True)
class Case:
    source: str
    line: int
    id: str
    title: str
    facts: tuple[CaseFact, ...]
    asks: tuple[Ask, ...]
    bureau: str | None = None  # Whose policies apply; None: those the caller names.
