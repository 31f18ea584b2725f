"""Sanctions, as published: the effect, never the story. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Remark
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
