"""The rank that an officer's allowance follows: orders on file as far as they stand. Pure.

An order that should not stand is no ground for pay, whatever later runs are told about it; a
promotion that is due but not ordered is not paid. A rank lost or lowered by law is, at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from services.gateway.decision.decision import Outcome
from services.gateway.decision.dossier import Dossier
from services.gateway.rank.lowering import Impossible
from services.gateway.rank.policy import POLICE_RANK
from services.gateway.rank.surroundings import Surroundings, surroundings
from services.gateway.rank.walk import Walk, walk
from services.kernel.fact import Fact
from services.kernel.policy import NoPolicyInForce, Shelf
from services.roster.events import PoliceRank, RankAwarded, RankCancelled


@dataclass(frozen=True, slots=True)
class RankSpan:
    """From its day on; None: no rank any more. `facts` also name what set an order aside."""

    on: date
    rank: PoliceRank | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Ranks:
    spans: tuple[RankSpan, ...]  # In order of their day.
    set_aside: tuple[Fact, ...] = ()


def ranks(dossier: Dossier, shelf: Shelf, *, as_ordered: bool) -> Ranks:
    if not dossier.of(RankAwarded):
        return Ranks(())
    aside: list[Fact] = []
    why: list[Fact] = []
    while True:
        around = _Around(dossier, shelf)
        try:
            walked = walk(dossier, around, as_ordered=as_ordered)
        except Impossible as wrong:
            dossier = _without(dossier, wrong.fact)
            continue
        if not walked.wrong:
            return Ranks(_spans(dossier, walked, tuple(why)), tuple(aside))
        # Set aside one order at a time: the ones after it are judged as if it had never been.
        first = walked.wrong[0]
        aside.append(first.order)
        why += _blocking(around(first.order.effective_on), first.order, first.why)
        dossier = _without(dossier, first.order)


class _Around:
    """Under the policy of a day; before the first one under today's."""

    def __init__(self, dossier: Dossier, shelf: Shelf) -> None:
        self._dossier, self._shelf = dossier, shelf
        self._today = shelf.chosen(POLICE_RANK.name, dossier.as_of)
        self._found: dict[str, Surroundings] = {}

    def __call__(self, day: date) -> Surroundings:
        try:
            policy = self._shelf.chosen(POLICE_RANK.name, day)
        except NoPolicyInForce:
            policy = self._today
        if policy.id not in self._found:
            self._found[policy.id] = surroundings(self._dossier, policy)
        return self._found[policy.id]


def _without(dossier: Dossier, fact: Fact) -> Dossier:
    kept = tuple(f for f in dossier.facts if f is not fact)
    by_type = {**dossier.by_type}
    by_type[fact.type] = tuple(f for f in by_type[fact.type] if f is not fact)
    return msgspec.structs.replace(dossier, facts=kept, by_type=by_type)


def _blocking(s: Surroundings, order: Fact, why: Iterable[str]) -> list[Fact]:
    """The facts for which the order should not stand, as far as they block."""
    on, issued_on = order.effective_on, order.data.issued_on
    until = max(on, issued_on) if issued_on is not None else on
    words = set(why)
    return [
        fact
        for block in s.blocks
        if block.reason in words and block.first_day <= until and block.last_day >= on
        for fact in block.facts
    ]


def _spans(dossier: Dossier, walked: Walk, why: tuple[Fact, ...]) -> tuple[RankSpan, ...]:
    found: list[RankSpan] = []
    for fact in dossier.facts:
        if fact.type == RankAwarded.TYPE:
            found.append(RankSpan(fact.effective_on, fact.data.rank, (fact, *why)))
        elif fact.type == RankCancelled.TYPE:
            found.append(RankSpan(fact.effective_on, None, (fact,)))
    found += [
        RankSpan(owed.on, owed.to, owed.facts)
        for owed in walked.owed
        if owed.outcome in (Outcome.ADJUST, Outcome.CANCEL)
    ]
    return tuple(sorted(found, key=lambda span: span.on))
