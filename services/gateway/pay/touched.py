"""From which month on earlier months may be other than when they were settled. Pure.

A run of two years must not replay two years for every month: only what became known since the
run before, or a changed shelf of policies, can change a month that is settled.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from services.assessment.events import AnnualGradeDecided
from services.gateway.decision.dossier import Dossier, RoomEvidence, assemble
from services.gateway.decision.question import Question
from services.gateway.pay.months import month_named, month_of
from services.gateway.pay.rules import PayRules
from services.gateway.pay.timeline import Timeline, read_timeline
from services.kernel.fact import Fact
from services.roster.events import (
    CaseClosed,
    CaseOpened,
    ConvictionFinal,
    EarlyPromotionApproved,
    HonourAwarded,
    PersonRegistered,
    PostAssigned,
    PostRemoved,
    RankAwarded,
    RankCancelled,
    RankReductionImposed,
    SanctionImposed,
    SanctionLifted,
    ServiceEntered,
    ServiceLeft,
)
from services.training.events import CoursePassed

# Whoever serves, and since when, changes every month before and after.
SERVICE: Final = frozenset({ServiceEntered.TYPE, ServiceLeft.TYPE, PersonRegistered.TYPE})
# What an order of rank is judged by may reach back to an order of an earlier day.
OF_RANK: Final = frozenset(
    kind.TYPE
    for kind in (
        AnnualGradeDecided,
        CaseClosed,
        CaseOpened,
        ConvictionFinal,
        CoursePassed,
        EarlyPromotionApproved,
        HonourAwarded,
        PostAssigned,
        PostRemoved,
        RankAwarded,
        RankCancelled,
        RankReductionImposed,
        SanctionImposed,
        SanctionLifted,
    )
)


def touched_from(
    timeline: Timeline, since: datetime, first_month: int, evidence: Iterable[RoomEvidence] = ()
) -> int | None:
    """The first month that what became known since may change; None for none at all.

    New is what was recorded after `since`, or lies beyond what the earlier run had heard of a
    room (`evidence`): a fact may arrive here later than another of its instant.
    """
    known = timeline.dossier.known
    heard = {room.room: room.subject_seq for room in evidence}
    new = [
        fact
        for fact in known.values()
        if fact.recorded_at > since or (evidence and fact.subject_seq > heard.get(fact.room, 0))
    ]
    found: list[int] = []
    of_rank = False
    for fact in new:
        chain = _chain(fact, known)
        if any(f.type in SERVICE for f in chain) or len(new) == len(known):
            return first_month
        of_rank = of_rank or any(f.type in OF_RANK for f in chain)
        found += [_month(f) for f in chain]
    if of_rank:
        found = [m for m in found if m is not None]
        changed = _rank_changed(timeline, new)
        if changed is not None:
            found.append(changed)
    return min(found, default=None)


def _chain(fact: Fact, known: Mapping[UUID, Fact]) -> list[Fact]:
    """A fact with all that it mends, directly or through another."""
    chain, waiting = [], [fact]
    seen: set[UUID] = set()
    while waiting:
        one = waiting.pop()
        if one.event_id in seen:
            continue
        seen.add(one.event_id)
        chain.append(one)
        waiting += [known[t] for t in (one.corrects, one.revokes) if t is not None and t in known]
    return chain


def _month(fact: Fact) -> int:
    """Of the day it takes effect or of the month it names, whichever is earlier."""
    month = month_of(fact.effective_on)
    named = getattr(fact.data, "month", None)
    return min(month, month_named(named)) if named is not None else month


def _rank_changed(timeline: Timeline, new: Iterable[Fact]) -> int | None:
    """The month of the first day on which the rank to be paid is not what was known then."""
    then = _known_then(timeline.dossier, timeline.rules, {fact.event_id for fact in new})
    before = [(span.on, span.rank) for span in then.ranks.spans]
    now = [(span.on, span.rank) for span in timeline.ranks.spans]
    if before == now:
        return None
    at = next((i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), None)
    at = min(len(before), len(now)) if at is None else at
    return month_of(min(on for on, _ in (*before[at : at + 1], *now[at : at + 1])))


def _known_then(dossier: Dossier, rules: PayRules, new: Collection[UUID]) -> Timeline:
    question = Question(kind="pay", person=dossier.person, as_of=dossier.as_of)
    then = (fact for fact in dossier.known.values() if fact.event_id not in new)
    return read_timeline(assemble(then, question), rules)
