"""Secondment, as published: where somebody works who goes on belonging to the own unit. Pure."""

from services.kernel.event import Event
from services.kernel.values import Day, Remark, ShortText


class SecondmentBegan(Event, room="roster", zh="借调开始", one_by=("effective_on",)):
    """From the effective day; pay, quota and leaders stay those of the own unit."""

    host: ShortText  # As the paper calls it.
    unit_id: ShortText | None = None  # Where it is a unit of the bureau.
    last_day: Day | None = None  # Where the paper says so.
    document_no: Remark = ""


class SecondmentEnded(Event, room="roster", zh="借调结束", one_by=("effective_on",)):
    """Back in the own unit on the effective day."""

    document_no: Remark = ""
