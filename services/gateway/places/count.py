"""Who holds a place of a level group, by everybody's facts, and how many are taken. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import assemble
from services.gateway.decision.employment import AUXILIARY, employment
from services.gateway.decision.question import Question
from services.gateway.level.quota import GROUP_LOWEST, Places
from services.gateway.level.wording import code
from services.kernel.fact import Fact
from services.roster.events import AuxiliaryLevelAwarded

_LOWEST: Mapping[str, int] = {"levels_1_to_3": GROUP_LOWEST, "level_1": 1}
_LEVELS: Mapping[str, int] = {code(level): level for level in range(1, 21)}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who serves in a level of the group, and since which day in the group."""

    person: str
    since: date


def groups_entered(decision: Decision) -> list[str]:
    """The groups in which the decision takes a place that the person does not have yet."""
    steps = [(_LEVELS.get(step.from_ or ""), _LEVELS.get(step.to or "")) for step in decision.steps]
    return [
        group
        for group, lowest in _LOWEST.items()
        if any(before and after and after <= lowest < before for before, after in steps)
    ]


def holders(files: Mapping[str, Iterable[Fact]], group: str, day: date) -> list[Holder]:
    """By the last order of the present service; in order of person."""
    found = (_holder(person, files[person], _LOWEST[group], day) for person in sorted(files))
    return [holder for holder in found if holder is not None]


def _holder(person: str, facts: Iterable[Fact], lowest: int, day: date) -> Holder | None:
    dossier = assemble(facts, Question(kind="level_quota", person=person, as_of=day))
    service = employment(dossier, AUXILIARY)
    orders = [f for f in dossier.of(AuxiliaryLevelAwarded) if f.effective_on >= service.since]
    if service.other is not None or service.left is not None or not orders:
        return None
    since: date | None = None
    for order in orders:
        if order.data.level > lowest:
            since = None
        elif since is None:
            since = order.effective_on
    return Holder(person, since) if since is not None else None


def taken(
    stated: Places, stated_on: date, held: Iterable[Holder], reserved: Iterable[str], about: str
) -> int:
    """Places of others: as many as anything says, so that none is given twice.

    The statement may count people whose files are not here, and those here who entered after it
    are not in its number.
    """
    others = [holder for holder in held if holder.person != about]
    entered = sum(holder.since >= stated_on for holder in others)
    waiting = {*reserved} - {holder.person for holder in others} - {about}
    return max(len(others), stated.held + entered) + len(waiting)
