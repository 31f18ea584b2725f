"""Every kind of decision by name; a new kind is one more line. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from services.gateway.annual.kind import CONSEQUENCES_KIND, LIMIT_KIND
from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import assemble
from services.gateway.decision.kind import DecisionKind
from services.gateway.decision.question import Question
from services.gateway.dismissal.kind import DISMISSAL_KIND, TERMINATION_KIND
from services.gateway.level.kind import KIND as AUXILIARY_LEVEL
from services.gateway.level.kind import QUOTA as LEVEL_QUOTA
from services.gateway.pay.kind import KIND as PAY
from services.gateway.rank.kind import KIND as POLICE_RANK
from services.gateway.renewal.kind import KIND as CONTRACT_RENEWAL
from services.kernel.errors import invalid
from services.kernel.fact import Fact
from services.kernel.policy import PolicyKind, Shelf

KINDS: Final[Mapping[str, DecisionKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            POLICE_RANK,  # One line a kind.
            AUXILIARY_LEVEL,
            LEVEL_QUOTA,
            TERMINATION_KIND,
            DISMISSAL_KIND,
            CONSEQUENCES_KIND,
            LIMIT_KIND,
            CONTRACT_RENEWAL,
            PAY,
        )
    }
)


def policy_kinds() -> list[PolicyKind]:
    """What a shelf must hold to answer every kind of question; each policy once."""
    return list(
        {policy.name: policy for kind in KINDS.values() for policy in kind.policies}.values()
    )


def find(name: str) -> DecisionKind:
    """By wire name or Chinese term. Raises Refused `unknown_decision_kind`."""
    kind = KINDS.get(name) or next((k for k in KINDS.values() if k.zh == name), None)
    if kind is None:
        allowed = ", ".join(f"{k.name} {k.zh}" for k in KINDS.values())
        raise invalid(
            "unknown_decision_kind",
            f"没有判定种类 {name}; 允许: {allowed}",
            f"no kind of decision {name}; allowed: {allowed}",
        )
    return kind


def decide(question: Question, facts: Iterable[Fact], shelf: Shelf) -> Decision:
    """The decision on one person's facts, in any order, under a bureau's policies."""
    return find(question.kind).decide(question, assemble(facts, question), shelf)
