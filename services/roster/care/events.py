"""Visits, recuperation and insurance, as published: that it was done, never what was said. Pure."""

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Day, Fen, Remark, ShortText


class VisitKind(Term):
    HOME = "home", "家访"
    HOSPITAL = "hospital", "住院探望"
    HARDSHIP = "hardship", "困难慰问"
    FESTIVAL = "festival", "节日慰问"


class VisitMade(Event, room="roster", zh="走访慰问"):
    """On the effective day, by those named."""

    kind: VisitKind
    visitors: ShortText
    outcome: Remark = ""  # What was promised or handed over; needs no diagnosis.


class RecuperationTaken(Event, room="roster", zh="疗养"):
    """From the effective day to `last_day`, both counted."""

    last_day: Day
    place: ShortText


class InsuranceKind(Term):
    """Beside the five that the law demands, whose payments pay runs reckon."""

    ACCIDENT = "accident", "人身意外伤害保险"
    DUTY_INJURY = "duty_injury", "工伤补充保险"
    MEDICAL = "medical", "补充医疗保险"


class InsuranceTaken(Event, room="roster", zh="参加保险"):
    """Insured from the effective day to `last_day`, both counted."""

    kind: InsuranceKind
    insurer: ShortText
    policy_no: Remark = ""
    insured_fen: Fen | None = None
    last_day: Day
