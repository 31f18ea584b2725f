"""An answer as the event that writes it down: bytes, hash, and how far the logs were known."""

from services.gateway.answer import Answered
from services.gateway.decision.decision import canonical_bytes, sha256
from services.gateway.record.events import DecisionRecorded


def as_record(found: Answered, note: str) -> DecisionRecorded:
    """The event that writes an answer down with its evidence."""
    places, decision = found.places, found.decision
    return DecisionRecorded(
        kind=decision.kind,
        outcome=decision.outcome.value,
        decision=canonical_bytes(decision).decode(),
        decision_sha256=sha256(decision),
        roster_pos=places["roster"].pos,
        assessment_pos=places["assessment"].pos,
        training_pos=places["training"].pos,
        roster_chain=places["roster"].chain,
        assessment_chain=places["assessment"].chain,
        training_chain=places["training"].chain,
        policies_pos=found.policies_pos,
        note=note,
    )
