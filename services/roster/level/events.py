"""Auxiliary levels (层级) and the quota a selection met, as published. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Day, Remark

Level = Annotated[
    int, Field(strict=True, ge=1, le=20)
]  # 1 is the highest; how many there are is policy.


class LevelTrack(Term):
    POST = "post", "岗位"
    POSITION = "position", "职位"


class LevelManner(Term):
    FIRST = "first", "首次定级"
    BY_TIME = "by_time", "年限晋升"
    BY_SELECTION = "by_selection", "择优晋升"
    EARLY = "early", "提前晋升"
    LOWERED = "lowered", "降级"
    TAKEN_OVER = "taken_over", "存量登记"


class AuxiliaryLevelAwarded(Event, room="roster", zh="辅警层级", one_by=("effective_on",)):
    """The level from the effective day on."""

    level: Level
    track: LevelTrack = LevelTrack.POST
    manner: LevelManner = LevelManner.TAKEN_OVER
    issued_on: Day | None = None
    order_no: Remark = ""


class LevelQuotaStated(Event, room="roster", zh="层级职数情况"):
    """How the quota stood for this person in a selection round, written down as a fact."""

    headcount_quota: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]  # 用人额度
    held_levels_1_to_3: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = 0
    held_level_1: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = 0
    round_name: Remark = ""


class LevelSelected(Event, room="roster", zh="择优入选"):
    """Chosen by people in a selection round for the level named."""

    level: Level
    round_name: Remark = ""
