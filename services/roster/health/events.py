"""Health checks, injuries, bars to dismissal: the result in clear, the detail sealed. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.sealing import SealedSection
from services.kernel.protect.told import Told
from services.kernel.term import Term
from services.kernel.values import Day, Remark


class HealthConclusion(Term):
    """All that a decision may ever ask."""

    FIT = "fit", "合格"
    LIMITED = "limited", "限制岗位", "基本合格"
    UNFIT = "unfit", "不合格"


class HealthTold(Told):
    """What the examining institution reported."""

    OF = FieldClass.S4
    CLEAR = ("conclusion",)

    conclusion: HealthConclusion
    detail: Annotated[Remark, Field(min_length=1)]


class HealthCheckRecorded(Event, room="roster", zh="体检登记", told=HealthTold):
    conclusion: HealthConclusion
    sealed: SealedSection


Grade = Annotated[int, Field(strict=True, ge=1, le=10)]


class InjuryTold(Told):
    """What the decision that recognises the injury says."""

    OF = FieldClass.S4
    CLEAR = ("disability_grade", "document_no")

    disability_grade: Grade | None = None  # 伤残等级, 1 the gravest; None: none was assessed.
    document_no: Remark = ""
    detail: Annotated[Remark, Field(min_length=1)]


class DutyInjuryRecognised(Event, room="roster", zh="工伤(因公负伤)认定", told=InjuryTold):
    """Of an injury on the effective day (工伤保险条例 art. 14; 公务员 因公负伤)."""

    disability_grade: Grade | None = None
    document_no: Remark = ""
    sealed: SealedSection


class BarKind(Term):
    """When the law forbids dismissal (公务员法 art. 89, 劳动合同法 art. 42)."""

    PREGNANCY = "pregnancy", "孕期产期哺乳期"
    MEDICAL_PERIOD = "medical_period", "医疗期内"
    DUTY_DISABLED = "duty_disabled", "因公致残丧失工作能力"
    NEAR_RETIREMENT = "near_retirement", "连续工作满十五年且距退休不足五年"


class DismissalBarBegan(Event, room="roster", zh="不得辞退情形开始"):
    bar: BarKind
    last_day: Day | None = None  # Inclusive; open while None.
