"""Asks a recorded decision again, of the same facts and policies, and compares the bytes. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.decision.decision import Decision, canonical_bytes, read_decision, sha256
from services.gateway.decision.kinds import decide
from services.gateway.decision.question import Question, Reading
from services.kernel.event import Recorded
from services.kernel.fact import read_fact
from services.kernel.policy import Shelf


@dataclass(frozen=True, slots=True)
class Replayed:
    """Equal, or what is not: the record itself, the policy, or the answer."""

    equal: bool
    problem: str = ""  # record_altered, policy_changed, answer_differs
    then: Decision | None = None
    now: Decision | None = None


def positions(data: Any) -> Mapping[str, int]:  # noqa: ANN401  DecisionRecorded or its lean twin
    """How far each room's log was known when the decision was taken."""
    return {
        "roster": data.roster_pos,
        "assessment": data.assessment_pos,
        "training": data.training_pos,
    }


def question_of(decision: Decision) -> Question:
    return Question(
        kind=decision.kind,
        person=decision.person,
        as_of=decision.as_of,
        known_at=decision.known_at,
        reading=Reading(decision.reading),
    )


def replay(data: Any, facts: Iterable[Recorded], shelf: Shelf) -> Replayed:  # noqa: ANN401
    """`facts`: the person's events up to the positions of the record, in any order."""
    text = data.decision.encode()
    then = read_decision(text)
    if sha256(then) != data.decision_sha256 or canonical_bytes(then) != text:
        return Replayed(equal=False, problem="record_altered", then=then)
    now = decide(question_of(then), (read_fact(event) for event in facts), shelf)
    if canonical_bytes(now) == text:
        return Replayed(equal=True, then=then, now=now)
    problem = "policy_changed" if _other_policy(then, now) else "answer_differs"
    return Replayed(equal=False, problem=problem, then=then, now=now)


def _other_policy(then: Decision, now: Decision) -> bool:
    """The policy of the question, or another that both used, is not the same file any more."""
    shas = {policy.id: policy.sha256 for policy in now.policies}
    return then.policies[:1] != now.policies[:1] or any(
        shas.get(policy.id, policy.sha256) != policy.sha256 for policy in then.policies
    )
