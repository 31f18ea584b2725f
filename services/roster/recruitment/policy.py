"""What a place demands of applicants, how they are ranked, and what the hire demands. Pure."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from services.kernel.policy import ChoiceFile, Clause, LawFile, PolicyKind, Source, Sourced
from services.kernel.term import Term
from services.kernel.values import wrong
from services.roster.person.events import Category, EducationLevel
from services.roster.recruitment.events import (
    RESULT_HUNDREDTHS_MAX,
    ExamPart,
    FitnessItem,
    RecruitmentBar,
    ReliefGround,
)

Years = Annotated[int, Field(ge=16, le=70)]
Categories = Annotated[list[Category], Field(min_length=1)]


class TieBreaker(Term):
    """What ranks first among applicants of one total."""

    WRITTEN = "written", "笔试成绩高者优先"
    INTERVIEW = "interview", "面试成绩高者优先"
    VETERAN = "veteran", "退役军人优先"
    MARTYR_FAMILY = "martyr_family", "烈士和因公牺牲人员家属优先"
    EDUCATION = "education", "学历高者优先"


class TieUnresolved(Term):
    """Of applicants nothing tells apart, at the last candidate's place."""

    INCLUDE_GROUP = "include_group", "并列者均入围"
    EXCLUDE_GROUP = "exclude_group", "并列者均不入围"


class ResultKind(Term):
    """What must be on record, and passed, before a candidate is published."""

    WRITTEN = "written", "笔试"
    INTERVIEW = "interview", "面试"
    FITNESS = "fitness", "体能测评"
    MEDICAL = "medical", "体检"
    VETTING = "vetting", "政审"


class BarRule(Clause):
    """Whoever falls under one of these is not recruited to these categories."""

    categories: Categories
    kinds: Annotated[list[RecruitmentBar], Field(min_length=1)]
    source: Source


class AgeRange(Clause):
    """Completed years on the day; no upper end where the place names none."""

    years_min: Years
    years_max: Years | None = None
    source: Source


class EducationFloor(Clause):
    lowest: EducationLevel
    source: Source


class Relaxation(Clause):
    """For whom the place lowers what it demands; what is not named stays."""

    ground: ReliefGround
    years_max: Years | None = None
    education: EducationLevel | None = None
    source: Source


class FromAuxiliaries(Clause):
    """定向招录: only who serves as an auxiliary, and has for so many completed months."""

    months_min: Annotated[int, Field(ge=0, le=240)]
    source: Source


class Weight(Clause):
    part: ExamPart
    percent: Annotated[int, Field(ge=1, le=100)]
    pass_mark: Annotated[int, Field(ge=0, le=RESULT_HUNDREDTHS_MAX)] = 0  # Hundredths.


class Scoring(Clause):
    """Totals are exact: hundredths of a point times per cent."""

    weights: Annotated[list[Weight], Field(min_length=1, max_length=2)]
    tie_breakers: list[TieBreaker]
    tie_unresolved: TieUnresolved
    candidates_percent: Annotated[int, Field(ge=100, le=500)]  # Of the places, rounded up.
    source: Source

    @model_validator(mode="after")
    def _whole(self) -> Self:
        parts = [weight.part for weight in self.weights]
        if sum(weight.percent for weight in self.weights) != 100 or len(set(parts)) < len(parts):  # noqa: PLR2004
            raise wrong(
                "weights_not_whole",
                "各部分权重各列一次, 合计须为 100",
                "each part has one weight, and they add up to 100",
            )
        return self


class PreJobTraining(Clause):
    """岗前培训 or 入警训练: no duty before it is passed."""

    course: Annotated[str, Field(min_length=1, max_length=60)]
    days_min: Annotated[int, Field(ge=0, le=400)]
    source: Source


class CategoryRules(Clause):
    """Everything a place demands for these categories."""

    categories: Categories
    age: AgeRange
    education: EducationFloor
    relaxations: list[Relaxation] = Field(default_factory=list)
    from_auxiliaries: FromAuxiliaries | None = None
    results: Sourced[Annotated[list[ResultKind], Field(min_length=1)]]
    fitness_items: Sourced[list[FitnessItem]]
    scoring: Scoring
    probation_months: Sourced[Annotated[int, Field(ge=0, le=24)]]
    training: PreJobTraining


class RecruitmentLaw(LawFile):
    """`policies/law/recruitment/`."""

    barred_by_law: Annotated[list[BarRule], Field(min_length=1)]
    adult: Sourced[Years]
    officer_probation: Sourced[Annotated[int, Field(ge=0, le=24)]]


class RecruitmentChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/recruitment/`."""

    rules: Annotated[list[CategoryRules], Field(min_length=1)]
    also_barred: list[BarRule] = Field(default_factory=list)
    publicity_days: Sourced[Annotated[int, Field(ge=1, le=60)]]

    @model_validator(mode="after")
    def _once(self) -> Self:
        named = [category for rules in self.rules for category in rules.categories]
        if len(set(named)) < len(named):
            raise wrong(
                "category_twice", "同一类别只能有一组条件", "a category has one set of rules"
            )
        return self


RECRUITMENT = PolicyKind("recruitment", RecruitmentLaw, RecruitmentChoice)


def rules_for(choice: RecruitmentChoice, category: Category) -> CategoryRules | None:
    """None where the place does not recruit that category."""
    return next((rules for rules in choice.rules if category in rules.categories), None)
