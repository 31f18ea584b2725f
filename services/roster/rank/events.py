"""Police ranks: awards, orders, reductions and loss, as published. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Day, Remark


class PoliceRank(Term):
    """The thirteen ranks, lowest first (警衔条例 art. 7); the order is the ladder."""

    CONSTABLE_2 = "constable_2", "二级警员"
    CONSTABLE_1 = "constable_1", "一级警员"
    SUPERINTENDENT_3 = "superintendent_3", "三级警司"
    SUPERINTENDENT_2 = "superintendent_2", "二级警司"
    SUPERINTENDENT_1 = "superintendent_1", "一级警司"
    SUPERVISOR_3 = "supervisor_3", "三级警督"
    SUPERVISOR_2 = "supervisor_2", "二级警督"
    SUPERVISOR_1 = "supervisor_1", "一级警督"
    COMMISSIONER_3 = "commissioner_3", "三级警监"
    COMMISSIONER_2 = "commissioner_2", "二级警监"
    COMMISSIONER_1 = "commissioner_1", "一级警监"
    DEPUTY_COMMISSIONER_GENERAL = "deputy_commissioner_general", "副总警监"
    COMMISSIONER_GENERAL = "commissioner_general", "总警监"


class RankManner(Term):
    """On which ground of the law a rank order stands."""

    FIRST = "first", "首次授予"
    BY_TIME = "by_time", "按期晋升"
    EARLY = "early", "提前晋升"
    BY_SELECTION = "by_selection", "选升"
    BY_POST = "by_post", "晋职晋升"
    REDUCED = "reduced", "警衔降级"  # art. 21
    LOWER_POST = "lower_post", "降职降衔"  # art. 20
    TAKEN_OVER = "taken_over", "存量登记"


class RankAwarded(Event, room="roster", zh="授予警衔", one_by=("effective_on",)):
    """A rank order: the rank from the effective day on, whichever way it was reached."""

    rank: PoliceRank
    manner: RankManner = RankManner.TAKEN_OVER
    issued_on: Day | None = None  # Day the order was signed; None where nobody knows.
    order_no: Remark = ""


class RankReductionImposed(Event, room="roster", zh="警衔降级处罚"):
    """The penalty of 警衔条例 art. 21: one step down from the effective day."""

    document_no: Remark = ""


class RankCancelled(Event, room="roster", zh="取消警衔"):
    """An order that the rank is lost (art. 22) or not kept (art. 19)."""

    order_no: Remark = ""


class EarlyPromotionApproved(Event, room="roster", zh="批准提前晋升"):
    """The competent authority grants the advance; without it nobody is promoted early."""

    years: Annotated[int, Field(strict=True, ge=1, le=2)]
    approver: Remark = ""
    document_no: Remark = ""
