"""What grading policies hold: the national quota of 优秀, the bureau's own grades. Pure."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from services.kernel.errors import Text
from services.kernel.policy import (
    Beyond,
    ChoiceFile,
    Clause,
    LawFile,
    PolicyKind,
    Source,
    Sourced,
)
from services.kernel.proportion import Rounding
from services.kernel.term import Term

Share = Annotated[int, Field(ge=0, le=100)]  # Percent.
Hundredths = Annotated[int, Field(ge=-10_000, le=100_000)]  # 8500 is 85.00 points.


class ExcellentQuota(Clause):
    source: Source
    percent: Share
    percent_approved: Share  # With the approval of the civil-service authority.


class AnnualQuotaLaw(LawFile):
    """`policies/law/annual_quota/`."""

    excellent: ExcellentQuota


class AnnualQuotaChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/annual_quota/`."""

    rounding: Sourced[Rounding]
    tie_unresolved: Sourced[Literal["exclude_group"]]


class TopShare(Clause):
    """At most this share; a tied group that does not fit is left out whole."""

    source: Source
    percent: Share
    rounding: Rounding
    tie_unresolved: Literal["exclude_group"]


class BottomShare(Clause):
    """At least this share; a tied group that is reached is taken whole."""

    source: Source
    percent: Share
    rounding: Rounding
    tie_unresolved: Literal["include_group"]
    whole_pool_tied: Literal["human_decision", "include_group"]


class Fault(Clause):
    """One heavy fault decides: points off, and the lowest grade whatever the rank order."""

    source: Source
    points_off: Hundredths


class Quarter(Clause):
    source: Source
    months_min: Annotated[int, Field(ge=1, le=3)]


class UnitFailed(Clause):
    source: Source
    resignation_years_running: Annotated[int, Field(ge=2, le=10)]
    other_leaders_barred_months: Annotated[int, Field(ge=0, le=120)]


class StationGrades(Clause):
    source: Source
    level_1_min: Hundredths
    level_2_min: Hundredths
    level_3_min: Hundredths
    level_4_min: Hundredths


class TieBreaker(Term):
    FEWER_DEDUCTIONS = "fewer_deductions", "扣分少者优先"
    HIGHER_PUBLIC_REVIEW = "higher_public_review", "群众评议高者优先"


class BureauGradeChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/bureau_grade/`."""

    level_1: TopShare
    level_4: BottomShare
    level_2_min: Sourced[Hundredths]
    hard_fault: Fault
    joint_responsibility: Sourced[Literal["one_level_no_refill"]]
    pool_units_below: Sourced[Annotated[int, Field(ge=1, le=100)]]
    tie_breakers: Sourced[tuple[TieBreaker, ...]]
    quarter: Quarter
    unit_failed: UnitFailed
    station_grades: StationGrades


def beyond_quota(law: AnnualQuotaLaw, choice: AnnualQuotaChoice) -> Iterator[Beyond]:
    """A share that is a limit is not rounded up past itself."""
    if choice.rounding.value != "floor":
        found, quota = choice.rounding.value, law.excellent
        zh = f"优秀名额须在 {quota.percent}% 以内, 只能舍去 (floor), 不能 {found}"
        en = f"at most {quota.percent}% may be excellent: round by floor, not {found}"
        text = Text(f"{zh} ({quota.source}) [law]", f"{en} ({quota.source}) [law]")
        yield Beyond(("rounding", "value"), text)


ANNUAL_QUOTA: Final = PolicyKind("annual_quota", AnnualQuotaLaw, AnnualQuotaChoice, beyond_quota)
BUREAU_GRADE: Final = PolicyKind("bureau_grade", None, BureauGradeChoice)
