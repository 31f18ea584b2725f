"""Sanctions, investigations and convictions, as published: the effect, never the story. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Flag, Remark, ShortText
from services.roster.rank.events import PoliceRank


class SanctionKind(Term):
    """政务处分 (政务处分法 art. 7), mildest first."""

    WARNING = "warning", "警告"
    DEMERIT = "demerit", "记过"
    SERIOUS_DEMERIT = "serious_demerit", "记大过"
    DEMOTION = "demotion", "降级"
    REMOVAL = "removal", "撤职"
    EXPULSION = "expulsion", "开除"


class SanctionImposed(Event, room="roster", zh="处分"):
    """In force from the effective day, which counts (政务处分法 art. 8)."""

    kind: SanctionKind
    # One period for several equal sanctions, where the decision states it (art. 15); months.
    stated_months: Annotated[int, Field(strict=True, ge=1, le=48)] | None = None
    rank_after: PoliceRank | None = None  # 撤职 where the order names the rank it lowers to.
    document_no: Remark = ""


class SanctionLifted(Event, room="roster", zh="解除处分"):
    """Ended before its time, from the effective day; a late paper changes nothing."""

    sanction: UUID  # The event that imposed it.
    document_no: Remark = ""


class CaseOpened(Event, room="roster", zh="立案审查"):
    """Open from the effective day on."""

    case_no: ShortText


class CaseResult(Term):
    CLEARED = "cleared", "未予处分", "不予处分"
    SANCTIONED = "sanctioned", "给予处分"


class CaseClosed(Event, room="roster", zh="结案"):
    """No longer open on the effective day."""

    case_no: ShortText
    result: CaseResult


class Punishment(Term):
    """The criminal penalty, as far as ranks and contracts ask."""

    FINE = "fine", "罚金"
    CONTROL = "control", "管制"
    DETENTION = "detention", "拘役"
    IMPRISONMENT = "imprisonment", "有期徒刑以上"
    EXEMPTED = "exempted", "免予刑事处罚"


class ConvictionFinal(Event, room="roster", zh="刑事判决生效"):
    punishment: Punishment
    political_rights_deprived: Flag = False
    document_no: Remark = ""
