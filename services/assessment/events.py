"""The published language of assessment, and the only file of it that others may import."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Month, Percent, Remark, Year


class Grade(Term):
    """Annual grades: the four of 公务员法 art. 38, the auxiliaries' words for them, and none."""

    EXCELLENT = "excellent", "优秀"
    COMPETENT = "competent", "称职", "合格"
    BASICALLY_COMPETENT = "basically_competent", "基本称职", "基本合格"
    INCOMPETENT = "incompetent", "不称职", "不合格"
    UNDETERMINED = "undetermined", "不确定等次"


class AnnualGradeDecided(
    Event, room="assessment", zh="年度考核结果", one_by=("year", "effective_on")
):
    """The grade of a calendar year, decided on the effective day.

    A grade changed on appeal is a correction of this event (and counts from the start).
    """

    year: Year
    grade: Grade
    decided_by: Remark = ""


class CoefficientDecided(Event, room="assessment", zh="绩效系数", one_by=("month",)):
    """The performance coefficient of a month, in percent: 100 is 1.00."""

    month: Month
    percent: Percent


class BureauGrade(Term):
    """警务等级, best first."""

    LEVEL_1 = "level_1", "一级"
    LEVEL_2 = "level_2", "二级"
    LEVEL_3 = "level_3", "三级"
    LEVEL_4 = "level_4", "四级"


class BureauGradeDecided(Event, room="assessment", zh="警务等级评定", one_by=("period",)):
    period: Remark  # 2024, 2024-H1 or 2024-Q3.
    grade: BureauGrade
    score_hundredths: Annotated[int, Field(strict=True, ge=-10_000, le=100_000)] | None = None


class FactRevoked(
    Event, room="assessment", zh="撤销考核记载", name="fact_revoked", recordable=False
):
    """Takes an earlier fact back; the envelope says which one and why."""
