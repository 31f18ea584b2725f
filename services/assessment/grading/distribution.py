"""Bureau grades (警务等级) of one pool: everybody one grade, quotas kept, ties as the policy says.

Pure. The order: hard faults and the lowest to 四级, the best to 一级 inside the cap, the rest by
score, and last the joint responsibility of leaders (S17).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.assessment.events import BureauGrade
from services.assessment.grading.candidate import Candidate, bottom, groups, top
from services.assessment.grading.policy import BureauGradeChoice
from services.kernel.proportion import share_of

_LOWER = list(BureauGrade)  # Best first.


@dataclass(frozen=True, slots=True)
class Graded:
    person: str
    score: int
    grade: BureauGrade
    why: tuple[str, ...]  # Codes, in the order of the rules that applied.


@dataclass(frozen=True, slots=True)
class Distribution:
    """In rank order. `needs_human`: everybody is tied, so nobody is pushed to 四级 by rule."""

    graded: tuple[Graded, ...]
    level_1_max: int
    level_4_min: int
    waiver: str | None
    needs_human: bool

    def persons(self, grade: BureauGrade) -> list[str]:
        return [one.person for one in self.graded if one.grade == grade]


def distribute(
    pool: Sequence[Candidate],
    choice: BureauGradeChoice,
    *,
    waiver: str | None = None,
    jointly_responsible: Collection[str] = (),
) -> Distribution:
    """`waiver` is the id of the approval that lifts the minimum of 四级.

    Raises ValueError when a person is in the pool twice.
    """
    if len({c.person for c in pool}) != len(pool):
        raise ValueError("a person is in the pool twice")
    level_1_max = share_of(len(pool), choice.level_1.percent, choice.level_1.rounding)
    level_4_min = share_of(len(pool), choice.level_4.percent, choice.level_4.rounding)
    if waiver is not None:
        level_4_min = 0
    faults = {c.person for c in pool if c.hard_fault}
    ranked = groups((c for c in pool if not c.hard_fault), choice.tie_breakers.value)
    lowest = {c.person for c in bottom(ranked, level_4_min - len(faults))}
    is_whole = bool(lowest) and len(ranked) == 1
    needs_human = is_whole and choice.level_4.whole_pool_tied == "human_decision"
    if needs_human:
        lowest = set()
    best = {c.person for c in top(ranked, level_1_max) if c.person not in lowest}
    marks: dict[str, tuple[BureauGrade, tuple[str, ...]]] = {
        **dict.fromkeys(faults, (BureauGrade.LEVEL_4, ("hard_fault",))),
        **dict.fromkeys(lowest, (BureauGrade.LEVEL_4, ("lowest_share",))),
        **dict.fromkeys(best, (BureauGrade.LEVEL_1, ("best_share",))),
    }
    order = [c for same in groups(pool, choice.tie_breakers.value) for c in same]
    graded = [_graded(c, marks, choice, jointly_responsible) for c in order]
    return Distribution(tuple(graded), level_1_max, level_4_min, waiver, needs_human)


def _graded(
    one: Candidate,
    marks: Mapping[str, tuple[BureauGrade, tuple[str, ...]]],
    choice: BureauGradeChoice,
    jointly_responsible: Collection[str],
) -> Graded:
    by_score = BureauGrade.LEVEL_2 if one.score >= choice.level_2_min.value else BureauGrade.LEVEL_3
    grade, why = marks.get(one.person, (by_score, ("score",)))
    if one.person in jointly_responsible and grade != _LOWER[-1]:
        # The place that becomes free is not filled again.
        grade, why = _LOWER[_LOWER.index(grade) + 1], (*why, "joint_responsibility")
    return Graded(one.person, one.score, grade, why)


def after_fault(score: int, choice: BureauGradeChoice) -> int:
    """The score once a hard fault is deducted, never below nothing."""
    return max(score - choice.hard_fault.points_off, 0)
