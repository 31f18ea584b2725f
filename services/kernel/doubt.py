"""What of a file cannot all be true, or lacks its other half: doubts (疑点), for people. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.kernel.errors import Text
from services.kernel.event import event_type
from services.kernel.fact import Fact, contradictions


@dataclass(frozen=True, slots=True)
class Doubt:
    """The facts concerned, why, and what a person should mend.

    `holds`: they cannot all be true, so a decision that reads one of them waits. Else something
    is missing, or against the law and yet possible: shown, but nothing waits for it.
    """

    code: str
    text: Text
    facts: tuple[UUID, ...]
    holds: bool = True


def doubt(code: str, zh: str, en: str, facts: Iterable[Fact], *, holds: bool = True) -> Doubt:
    return Doubt(code, Text(zh, en), tuple(fact.event_id for fact in facts), holds=holds)


def said_twice(stands: Sequence[Fact]) -> list[Doubt]:
    """Of the kinds that can be so in one way only: those that say it differently."""
    against, named = contradictions(stands), {fact.event_id: fact for fact in stands}
    found: dict[tuple[UUID, ...], Doubt] = {}
    for event_id, others in against.items():
        same = tuple(sorted((event_id, *others)))
        kind = event_type(named[event_id].type)
        found[same] = doubt(
            "said_differently",
            f"{kind.ZH}有 {len(same)} 条互相矛盾的记载, 请人事部门更正或撤销不实的",
            f"{len(same)} records of {kind.TYPE} contradict each other: HR corrects or revokes "
            "those that are wrong",
            (named[one] for one in same),
        )
    return list(found.values())
