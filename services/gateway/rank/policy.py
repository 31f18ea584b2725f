"""What police rank policies hold: the law's part, the bureau's choices, the allowance table.

Pure.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from services.assessment.events import Grade
from services.kernel.policy import ChoiceFile, Clause, LawFile, PolicyKind, Source, Sourced
from services.roster.events import (
    EducationLevel,
    HonourKind,
    LeavingKind,
    PoliceRank,
    PostGrade,
    Punishment,
    SanctionKind,
)
from services.training.events import CourseKind

Months = Annotated[int, Field(ge=0, le=600)]


class Ladder(Clause):
    source: Source
    ranks: tuple[PoliceRank, ...]  # Lowest first.


class RankRange(Clause):
    lowest: PoliceRank
    highest: PoliceRank


class PostRanges(Clause):
    source: Source
    ranges: dict[PostGrade, RankRange]


class FirstRank(Clause):
    work_months_min: Months
    rank: PoliceRank


class FirstAward(Clause):
    source: Source
    course: CourseKind
    by_education: dict[EducationLevel, tuple[FirstRank, ...]]


class Approval(Clause):
    source: Source
    approvers: dict[PoliceRank, str]
    early_approver: str
    early_ranks: tuple[PoliceRank, ...]  # Promoted early to one of these: the early approver.


class PromotionByTime(Clause):
    source: Source
    periods_months: dict[PoliceRank, Months]  # By the rank promoted from.


class PromotionEarly(Clause):
    source: Source
    years_max: Annotated[int, Field(ge=0, le=10)]
    grounds: tuple[HonourKind, ...]


class PromotionBySelection(Clause):
    source: Source
    ranks: tuple[PoliceRank, ...]  # Promoted from.
    post_months_min: Months
    rank_months_min: Months
    grade: Grade


class PromotionByPost(Clause):
    source: Source


class TrainingGate(Clause):
    below: PoliceRank  # From under this rank to it or past it.
    course: CourseKind


class TrainingGates(Clause):
    source: Source
    gates: tuple[TrainingGate, ...]


class Sanctions(Clause):
    source: Source
    periods_months: dict[SanctionKind, Months]  # Which is heavier: the order of SanctionKind.
    running_months_max: Months
    rank_lowered_by: tuple[SanctionKind, ...]


class Reduction(Clause):
    source: Source
    not_below: PoliceRank


class Loss(Clause):
    source: Source
    sanctions: tuple[SanctionKind, ...]
    punishments: tuple[Punishment, ...]
    political_rights_deprived: bool
    leaving_cancelled: tuple[LeavingKind, ...]
    leaving_not_kept: tuple[LeavingKind, ...]


class RankLaw(LawFile):
    """`policies/law/police_rank/`."""

    ladder: Ladder
    post_ranges: PostRanges
    first_award: FirstAward
    approval: Approval
    promotion_by_time: PromotionByTime
    promotion_early: PromotionEarly
    promotion_by_selection: PromotionBySelection
    promotion_by_post: PromotionByPost
    training_gates: TrainingGates
    sanctions: Sanctions
    reduction: Reduction
    loss: Loss

    @model_validator(mode="after")
    def _whole(self) -> "RankLaw":
        missing = [r.zh for r in PoliceRank if r not in self.ladder.ranks]
        if missing or len(self.ladder.ranks) != len(PoliceRank):
            raise ValueError(f"ladder.ranks: 须恰列全部警衔一次, 缺 {', '.join(missing)}")
        unapproved = [r.zh for r in PoliceRank if r not in self.approval.approvers]
        if unapproved:
            raise ValueError(f"approval.approvers: 缺 {', '.join(unapproved)}")
        open_posts = [p.zh for p in PostGrade if p not in self.post_ranges.ranges]
        if open_posts:
            raise ValueError(f"post_ranges.ranges: 缺 {', '.join(open_posts)}")
        return self


class RankChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/police_rank/`."""

    period_rule: Sourced[Literal["first_day_counts"]]
    training_late: Sourced[Literal["effective_on_pass_date"]]
    time_in_sanction_counts: Sourced[bool]
    order_needed: Sourced[bool]
    ceiling_lifted: Sourced[Literal["effective_on_lift_date", "back_to_due_date"]]
    incompetent_grade_block_months: Sourced[Months]
    incompetent_grade_block_start: Sourced[Literal["date_result_decided"]]
    basic_competent_block_months: Sourced[Months]
    open_case: Sourced[Literal["hold", "ignore"]]
    open_case_cleared: Sourced[Literal["back_to_due_date", "effective_on_closing_date"]]
    new_post_restarts_clock: Sourced[Literal["only_if_rank_changed", "always"]]


class MonthlyYuan(Clause):
    source: Source
    ranks: dict[PoliceRank, Annotated[int, Field(ge=0, le=1_000_000)]]


class AllowanceLaw(LawFile):
    """`policies/law/rank_allowance/`."""

    monthly_yuan: MonthlyYuan
    changes_from: Sourced[Literal["first_day_of_next_month"]]

    def monthly_fen(self) -> Mapping[PoliceRank, int]:
        return {rank: yuan * 100 for rank, yuan in self.monthly_yuan.ranks.items()}


POLICE_RANK = PolicyKind("police_rank", RankLaw, RankChoice)
RANK_ALLOWANCE = PolicyKind("rank_allowance", AllowanceLaw)
