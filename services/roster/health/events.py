"""Health checks, as published: the conclusion in clear, the detail sealed as restricted. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.sealing import SealedSection
from services.kernel.protect.told import Told
from services.kernel.term import Term
from services.kernel.values import Remark


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
