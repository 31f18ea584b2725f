"""What surrounds a person's rank under one policy: posts, blocks, trainings, honours. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.rank.blocks import Block, blocks
from services.gateway.rank.policy import RankChoice, RankLaw
from services.gateway.rank.posts import Spell, spells
from services.kernel.fact import Fact
from services.kernel.policy import Policy
from services.roster.events import PoliceRank
from services.training.events import CourseKind, CoursePassed


@dataclass(frozen=True)
class Surroundings:
    dossier: Dossier
    law: RankLaw
    choice: RankChoice
    posts: Sequence[Spell]
    blocks: Sequence[Block]
    passes: Mapping[CourseKind, Fact]  # The first pass of each course: it counts for ever (S10).


@dataclass(frozen=True, slots=True)
class Held:
    """The rank held, since when, by which facts."""

    rank: PoliceRank
    since: date
    facts: tuple[Fact, ...]
    lowered_on: date | None = None  # The latest lowering, for art. 16 (S7).
    spent: frozenset[object] = frozenset()  # Early approvals already used.


def surroundings(dossier: Dossier, policy: Policy) -> Surroundings:
    passes: dict[CourseKind, Fact] = {}
    for fact in dossier.of(CoursePassed):
        passes.setdefault(fact.data.course, fact)
    return Surroundings(
        dossier=dossier,
        law=policy.law,
        choice=policy.choice,
        posts=spells(dossier),
        blocks=blocks(dossier, policy.law, policy.choice),
        passes=passes,
    )
