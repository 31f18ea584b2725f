"""Labour contracts of auxiliaries and civil staff, as published. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Day, Fen, Remark


class ContractKind(Term):
    FIXED = "fixed", "固定期限"
    OPEN = "open", "无固定期限"


class EndingPath(Term):
    """The legal path on which a contract ends (劳动合同法)."""

    EXPIRY = "expiry", "期满终止"
    AGREEMENT = "agreement", "协商解除"
    EMPLOYEE_NOTICE = "employee_notice", "本人提前三十日通知"
    FAULT_39 = "fault_39", "第三十九条"
    NO_FAULT_40 = "no_fault_40", "第四十条"
    ECONOMIC_41 = "economic_41", "第四十一条"


class ContractSigned(Event, room="roster", zh="签订劳动合同", one_by=("effective_on",)):
    kind: ContractKind
    last_day: Day | None = None  # Inclusive; None for an open contract.
    probation_months: Annotated[int, Field(strict=True, ge=0, le=6)] = 0
    agreed_wage_fen: Fen | None = None


class ContractEnded(Event, room="roster", zh="解除或终止劳动合同"):
    path: EndingPath
    reason_text: Remark = ""
