"""Rank lowered or lost by operation of law: penalty, removal, lower post, expulsion, leaving.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.gateway.decision.dossier import Dossier
from services.gateway.rank.ladder import below, is_higher
from services.gateway.rank.policy import RankLaw
from services.gateway.rank.ways import is_lower_post
from services.kernel.fact import Fact
from services.roster.events import (
    ConvictionFinal,
    PoliceRank,
    PostAssigned,
    RankManner,
    RankReductionImposed,
    SanctionImposed,
    ServiceLeft,
)

REDUCTION = "警衔条例第二十一条"
REMOVAL = "政务处分法第十九条"
LOWER_POST = "警衔条例第二十条"
LOSS = "警衔条例第二十二条"
NOT_KEPT = "警衔条例第十九条"


@dataclass(frozen=True, slots=True)
class Lowering:
    """What the facts of one day do to a rank. `to` None: no rank any more."""

    on: date
    to: PoliceRank | None
    ground: str
    clause: str
    facts: tuple[Fact, ...]


class Impossible(Exception):
    """A penalty that the law does not know for the rank held."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(str(fact.event_id))
        self.fact = fact


def days_of_law(dossier: Dossier, law: RankLaw) -> list[tuple[date, list[Fact]]]:
    """The days on which facts may lower or end a rank, in order."""
    facts = [
        fact
        for fact in dossier.of(
            RankReductionImposed, SanctionImposed, PostAssigned, ConvictionFinal, ServiceLeft
        )
        if fact.type == RankReductionImposed.TYPE
        or is_lower_post(fact)
        or _removes(fact, law)
        or ends_rank(fact, law)
    ]
    return [(day, list(group)) for day, group in groupby(facts, key=lambda f: f.effective_on)]


def _removes(fact: Fact, law: RankLaw) -> bool:
    return fact.type == SanctionImposed.TYPE and fact.data.kind in law.sanctions.rank_lowered_by


def ends_rank(fact: Fact, law: RankLaw) -> bool:
    """Source: 警衔条例 art. 19, 22."""
    data, loss = fact.data, law.loss
    if fact.type == SanctionImposed.TYPE:
        return data.kind in loss.sanctions
    if fact.type == ConvictionFinal.TYPE:
        deprived = data.political_rights_deprived and loss.political_rights_deprived
        return deprived or data.punishment in loss.punishments
    if fact.type == ServiceLeft.TYPE:
        return data.kind in (*loss.leaving_cancelled, *loss.leaving_not_kept)
    return False


def lowering(law: RankLaw, rank: PoliceRank, facts: Sequence[Fact]) -> Lowering | None:
    """What the facts of one day do to `rank`; None when they leave it as it is.

    Raises Impossible for a reduction of the lowest rank (art. 21).
    """
    day = facts[0].effective_on
    ending = [f for f in facts if ends_rank(f, law)]
    if ending:
        only_left = all(
            f.type == ServiceLeft.TYPE and f.data.kind in law.loss.leaving_not_kept for f in ending
        )
        clause = NOT_KEPT if only_left else LOSS
        return Lowering(day, None, "lost", clause, tuple(ending))
    to, ground, clause, why = rank, "", "", []
    for fact in facts:
        lower, by, source = _lower(law, rank, fact)
        if lower is None:
            continue
        why.append(fact)
        if is_higher(law, to, lower):
            to, ground, clause = lower, by, source
    # Art. 20 comes last: the cut is to the new post's highest rank, whatever a penalty left.
    return Lowering(day, to, ground, clause, tuple(why)) if to != rank else None


def _lower(law: RankLaw, rank: PoliceRank, fact: Fact) -> tuple[PoliceRank | None, str, str]:
    if fact.type == RankReductionImposed.TYPE:
        if rank == law.reduction.not_below:
            raise Impossible(fact)
        return below(law, rank), RankManner.REDUCED.value, REDUCTION
    if fact.type == PostAssigned.TYPE:
        highest = law.post_ranges.ranges[fact.data.post_grade].highest
        cut = highest if is_higher(law, rank, highest) else None
        return cut, RankManner.LOWER_POST.value, LOWER_POST
    to: PoliceRank | None = fact.data.rank_after or below(law, rank)
    if to is not None and not is_higher(law, rank, to):
        to = None
    return to, RankManner.REDUCED.value, REMOVAL
