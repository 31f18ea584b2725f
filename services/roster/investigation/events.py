"""Investigations and convictions, as published: that there is one, and its result. Pure."""

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Flag, Remark, ShortText


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
