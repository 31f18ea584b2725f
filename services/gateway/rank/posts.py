"""The posts a person held, and the ranks each allows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.gateway.decision.dossier import Dossier
from services.gateway.rank.ladder import is_higher
from services.gateway.rank.policy import RankLaw, RankRange
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster.events import PoliceRank, PostAssigned, PostGrade, PostRemoved


@dataclass(frozen=True, slots=True)
class Spell:
    """Unbroken time in one post grade, lateral moves included (S6); `grade` None: removed."""

    grade: PostGrade | None
    first_day: date
    last_day: date  # date.max while it lasts.
    fact: Fact  # The one that began it.


def spells(dossier: Dossier) -> list[Spell]:
    """In order, without gaps after the first post; a removal on the day of a new post is no gap."""
    found: list[Spell] = []
    facts = dossier.of(PostAssigned, PostRemoved)
    for day, group in groupby(facts, key=lambda f: f.effective_on):
        same_day = list(group)
        assigned = [f for f in same_day if f.type == PostAssigned.TYPE]
        fact = assigned[-1] if assigned else same_day[-1]
        grade = fact.data.post_grade if assigned else None
        if found and found[-1].grade == grade:
            continue
        if found:
            last = found[-1]
            found[-1] = Spell(last.grade, last.first_day, day - ONE_DAY, last.fact)
        found.append(Spell(grade, day, date.max, fact))
    return found


def spell_on(found: Sequence[Spell], day: date) -> Spell | None:
    return next((s for s in reversed(found) if s.first_day <= day <= s.last_day), None)


def rank_range(law: RankLaw, spell: Spell) -> RankRange | None:
    return law.post_ranges.ranges[spell.grade] if spell.grade is not None else None


def admits(law: RankLaw, spell: Spell | None, rank: PoliceRank) -> bool:
    """Whether the post's range reaches `rank`; no post on file is not limiting (S14).

    Source: 警衔条例 art. 8, 9.
    """
    if spell is None:
        return True
    allowed = rank_range(law, spell)
    return allowed is not None and not is_higher(law, rank, allowed.highest)
