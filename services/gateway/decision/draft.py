"""A decision while it is being written: what its question and evidence do not give. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from services.gateway.decision.decision import Decision, Outcome, SetAside, Step, used
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.finding import Finding, Scalar
from services.gateway.decision.question import Question
from services.kernel.policy import Policy


@dataclass
class Draft:
    """Fields as in Decision, where their meaning is written."""

    outcome: Outcome
    findings: list[Finding] = field(default_factory=list)
    from_: str | None = None
    to: str | None = None
    effective_on: date | None = None
    due_on: date | None = None
    blocked_until: date | None = None
    earliest_on: date | None = None
    next_due_on: date | None = None
    early_possible_from: date | None = None
    steps: tuple[Step, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    particulars: dict[str, Scalar] = field(default_factory=dict)


def sealed(
    draft: Draft, question: Question, dossier: Dossier, policies: Iterable[Policy]
) -> Decision:
    """The draft with the question, the evidence and the policies it was written from."""
    return Decision(
        kind=question.kind,
        person=question.person,
        as_of=question.as_of,
        known_at=question.known_at,
        reading=question.reading.value,
        outcome=draft.outcome,
        from_=draft.from_,
        to=draft.to,
        effective_on=draft.effective_on,
        due_on=draft.due_on,
        blocked_until=draft.blocked_until,
        earliest_on=draft.earliest_on,
        next_due_on=draft.next_due_on,
        early_possible_from=draft.early_possible_from,
        steps=draft.steps,
        set_aside=draft.set_aside,
        particulars={name: value for name, value in draft.particulars.items() if value is not None},
        findings=tuple(draft.findings),
        evidence=dossier.evidence,
        facts_sha256=dossier.sha256(),
        policies=used(*policies),
    )
