"""What both kinds of ending answer when there is nothing to end, or nobody can say. Pure."""

from collections.abc import Sequence

from services.gateway.decision.decision import Outcome
from services.gateway.decision.draft import Draft
from services.gateway.decision.employment import Employment
from services.gateway.decision.finding import Finding, cite
from services.kernel.fact import Fact


def outside(service: Employment, other: str, ended: Sequence[Fact]) -> Draft | None:
    """Of another category (`other` is the reason's word), or already gone; None when neither."""
    if service.other is not None:
        return _gone(other, [service.other])
    gone = [service.left] if service.left is not None else list(ended)
    return _gone("NOT_SERVING", gone) if gone else None


def _gone(reason: str, facts: Sequence[Fact]) -> Draft:
    finding = Finding(
        claim="is_serving",
        met=False,
        reason=reason,
        found={"since": facts[0].effective_on},
        facts=cite(facts),
    )
    return Draft(Outcome.NOT_ELIGIBLE, [finding])


def no_ground(clause: str) -> Draft:
    finding = Finding(claim="ground_exists", met=False, reason="NO_GROUND", clause=clause)
    return Draft(Outcome.NOT_ELIGIBLE, [finding])


def conflicting(groups: Sequence[Sequence[Fact]]) -> Draft:
    """Results that cannot both be true: a person must say which stands."""
    return Draft(
        Outcome.HOLD,
        [
            Finding(
                claim="no_conflict",
                met=False,
                reason="CONFLICT",
                found={"on": group[0].effective_on, "kind": group[0].type},
                facts=cite(group),
            )
            for group in groups
        ],
    )
