"""Which answers of the engine can become a proposal: those that end in an order. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.gateway.decision.decision import Outcome
from services.kernel.errors import FieldError, Kind, Refused, Text

# A kind that is not named here ends in no order: quotas, limits, and pay, which has its runs.
PROPOSABLE: Final[Mapping[str, frozenset[Outcome]]] = MappingProxyType(
    {
        "police_rank": frozenset(
            {Outcome.PROMOTE, Outcome.PROPOSE, Outcome.ADJUST, Outcome.CANCEL}
        ),
        "auxiliary_level": frozenset({Outcome.PROMOTE, Outcome.PROPOSE}),
        "termination": frozenset({Outcome.PROPOSE}),
        "dismissal": frozenset({Outcome.PROPOSE}),
        "annual_consequences": frozenset({Outcome.PROPOSE, Outcome.ADJUST}),
        "contract_renewal": frozenset({Outcome.PROPOSE}),
    }
)


def refuse_without_order(kind: str, outcome: str) -> None:
    """Raises Refused `not_proposable`, which says what could be proposed."""
    allowed = PROPOSABLE.get(kind, frozenset())
    if outcome in allowed:
        return
    if allowed:
        words = sorted(allowed)
        text = Text(
            f"此判定的结论为 {Outcome(outcome).zh}, 不产生命令; 可提出的结论: "
            + "、".join(f"{word.value} {word.zh}" for word in words),
            f"this answer is {outcome}, which ends in no order; what can be proposed: "
            + ", ".join(word.value for word in words),
        )
    else:
        kinds = ", ".join(PROPOSABLE)
        text = Text(
            f"{kind} 类判定不产生命令, 不能提出; 可提出的种类: {kinds}",
            f"answers of kind {kind} end in no order and are not proposed; kinds that are: {kinds}",
        )
    error = FieldError("/decision", "not_proposable", text)
    raise Refused(Kind.INVALID, "not_proposable", text, errors=[error])
