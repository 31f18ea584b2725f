"""Whether the answer a proposal stands on still holds, and which later facts changed it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.gateway.decision.decision import Decision
from services.kernel.errors import Refused, Text, conflict
from services.kernel.event import Recorded, event_types

# What the people who approved were told; evidence and instants may differ without harm.
_TOLD = ("outcome", "from_", "to", "effective_on", "steps", "set_aside")
_NAMED_MAX = 10


@dataclass(frozen=True, slots=True)
class Changed:
    """The answer is another one now, because of these events (cited ones first) and policies."""

    now: Decision
    facts: tuple[Recorded, ...]
    policies: tuple[str, ...] = ()

    @property
    def because(self) -> tuple[UUID, ...]:
        return tuple(fact.event_id for fact in self.facts)

    @property
    def told(self) -> Text:
        """What the answer is now, and what made it so."""
        now = self.now.outcome
        reasons = " ".join(self.now.reasons)
        zh = f"依据已变, 现在的结论为 {now.value} {now.zh} {reasons}".rstrip()
        en = f"the answer has changed, it is now {now.value} {reasons}".rstrip()
        named = self.facts[:_NAMED_MAX]
        if named or self.policies:
            zh += "; 因为 " + "、".join((*(_zh(f) for f in named), *self.policies))
            en += "; because of " + ", ".join((*(_en(f) for f in named), *self.policies))
        return Text(zh, en)

    def refusal(self) -> Refused:
        told = self.told
        return conflict(
            "answer_changed",
            f"{told.zh}; 请记载新的判定再提出, 已提出的请复核 (/review)",
            f"{told.en}; record the answer anew, and review (/review) what is proposed already",
        )


def _zh(fact: Recorded) -> str:
    kind = event_types().get(fact.type)
    name = kind.ZH if kind is not None else fact.type
    return f"{name} {fact.effective_on} ({fact.event_id})"


def _en(fact: Recorded) -> str:
    return f"{fact.type} {fact.effective_on} ({fact.event_id})"


def review(
    then: Decision, now: Decision, facts: Iterable[Recorded], known: Mapping[str, int]
) -> Changed | None:
    """`known`: how far each room's log was known then. None while the answer holds."""
    if all(getattr(then, name) == getattr(now, name) for name in _TOLD):
        return None
    later = {event.event_id: event for event in facts if event.pos > known.get(event.room, 0)}
    cited = [fact.event_id for finding in now.findings for fact in finding.facts]
    order = dict.fromkeys([*(one for one in cited if one in later), *later])
    before = {(policy.id, policy.sha256) for policy in then.policies}
    new = tuple(p.id for p in now.policies if (p.id, p.sha256) not in before)
    return Changed(now, tuple(later[one] for one in order), new)
