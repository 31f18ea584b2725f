"""The published language of training, and the only file of it that others may import."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Remark, Year


class CourseKind(Term):
    """Trainings that rules ask about (警衔条例 art. 17, 训练条令)."""

    ENTRY = "entry", "入警训练"
    RANK_SUPERINTENDENT = "rank_superintendent", "晋司训练", "警司晋升训练"
    RANK_SUPERVISOR = "rank_supervisor", "晋督训练", "警督晋升训练"
    RANK_COMMISSIONER = "rank_commissioner", "晋监训练", "警监晋升训练"
    PRE_JOB = "pre_job", "岗前培训"
    ANNUAL = "annual", "年度培训"
    LEVEL_PROMOTION = "level_promotion", "层级晋升培训"
    COMPETENCE = "competence", "不胜任培训", "再培训"  # 劳动合同法 art. 40(2)
    SPECIAL = "special", "专业训练"


class CoursePassed(Event, room="training", zh="培训合格"):
    """Passed on the effective day."""

    course: CourseKind
    title: Remark = ""
    days: Annotated[int, Field(strict=True, ge=0, le=400)] = 0
    score: Annotated[int, Field(strict=True, ge=0, le=100)] | None = None
    certificate_no: Remark = ""


class CourseFailed(Event, room="training", zh="培训不合格"):
    course: CourseKind
    title: Remark = ""
    score: Annotated[int, Field(strict=True, ge=0, le=100)] | None = None


class ExamResultRecorded(Event, room="training", zh="考试成绩"):
    year: Year
    title: Remark
    score: Annotated[int, Field(strict=True, ge=0, le=100)]
    pass_mark: Annotated[int, Field(strict=True, ge=0, le=100)]


class FactRevoked(Event, room="training", zh="撤销培训记载", name="fact_revoked", recordable=False):
    """Takes an earlier fact back; the envelope says which one and why."""
