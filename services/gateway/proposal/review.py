"""Whether the answer a proposal stands on still holds, and which later facts changed it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.gateway.decision.decision import Decision
from services.kernel.event import Recorded

# What the people who approved were told; evidence and instants may differ without harm.
_TOLD = ("outcome", "from_", "to", "effective_on", "steps", "set_aside")


@dataclass(frozen=True, slots=True)
class Changed:
    """The answer is another one now, because of these events (cited ones first)."""

    because: tuple[UUID, ...]


def review(
    then: Decision, now: Decision, facts: Iterable[Recorded], known: Mapping[str, int]
) -> Changed | None:
    """`known`: how far each room's log was known then. None while the answer holds."""
    if all(getattr(then, name) == getattr(now, name) for name in _TOLD):
        return None
    later = [event.event_id for event in facts if event.pos > known.get(event.room, 0)]
    cited = [fact.event_id for finding in now.findings for fact in finding.facts]
    first = [event for event in cited if event in later]
    rest = [event for event in later if event not in first]
    return Changed(tuple(dict.fromkeys([*first, *rest])))
