"""The thirteen ranks as steps: above, below, which training lies between, who approves. Pure."""

from services.gateway.rank.policy import RankLaw
from services.roster.events import PoliceRank
from services.training.events import CourseKind


def place(law: RankLaw, rank: PoliceRank) -> int:
    """1 is the lowest."""
    return law.ladder.ranks.index(rank) + 1


def above(law: RankLaw, rank: PoliceRank) -> PoliceRank | None:
    at = place(law, rank)
    return law.ladder.ranks[at] if at < len(law.ladder.ranks) else None


def below(law: RankLaw, rank: PoliceRank) -> PoliceRank | None:
    at = place(law, rank)
    return law.ladder.ranks[at - 2] if at > 1 else None


def is_higher(law: RankLaw, rank: PoliceRank, than: PoliceRank) -> bool:
    return place(law, rank) > place(law, than)


def courses_between(law: RankLaw, low: PoliceRank, high: PoliceRank) -> list[CourseKind]:
    """The trainings to be passed on the way up. Source: 警衔条例 art. 17."""
    return [
        gate.course
        for gate in law.training_gates.gates
        if place(law, low) < place(law, gate.below) <= place(law, high)
    ]


def approver(law: RankLaw, rank: PoliceRank, *, early: bool = False) -> str:
    """Who approves a promotion to `rank`. Source: 警衔条例 art. 13, 18."""
    if early and rank in law.approval.early_ranks:
        return law.approval.early_approver
    return law.approval.approvers[rank]
