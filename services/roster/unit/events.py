"""Units, their place in the tree, leaders and quotas, as published. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import PersonId, ShortText
from services.roster.person.events import Category


class UnitKind(Term):
    BUREAU = "bureau", "局"
    DIVISION = "division", "支队"
    BRIGADE = "brigade", "大队"
    BRANCH = "branch", "分局"
    STATION = "station", "派出所"
    TEAM = "team", "中队"
    SQUAD = "squad", "小队"
    OFFICE = "office", "科室"


class UnitCreated(Event, room="roster", about="unit", zh="设立单位"):
    name: ShortText
    kind: UnitKind
    parent_id: ShortText | None = None


class UnitRenamed(Event, room="roster", about="unit", zh="单位更名", one_by=("effective_on",)):
    name: ShortText


class UnitMoved(Event, room="roster", about="unit", zh="单位划转", one_by=("effective_on",)):
    parent_id: ShortText


class UnitClosed(Event, room="roster", about="unit", zh="撤销单位"):
    into_unit_id: ShortText | None = None  # Merged into.


class LeaderRole(Term):
    LEADER = "leader", "主要负责人"
    DEPUTY = "deputy", "副职"


class UnitLeaderAppointed(Event, room="roster", zh="单位领导任职"):
    """About the leader: the subject is the person, the unit is named."""

    unit_id: ShortText
    role: LeaderRole


class UnitLeaderRelieved(Event, room="roster", zh="单位领导免职"):
    unit_id: ShortText


class ManagingOfficeNamed(
    Event, room="roster", about="unit", zh="主管部门", one_by=("effective_on",)
):
    """Which office governs the unit's auxiliaries (辅警办), while the unit itself uses them."""

    office_id: ShortText


class ResponsibleOfficerAssigned(Event, room="roster", zh="确定带辅民警", one_by=("effective_on",)):
    """About the auxiliary: from the effective day this officer answers for the person."""

    officer_id: PersonId


class ResponsibleOfficerReleased(Event, room="roster", zh="解除带辅关系"):
    """About the auxiliary: nobody answers for the person until the next one is named."""


class UnitQuotaApproved(
    Event, room="roster", about="unit", zh="核定员额", one_by=("effective_on", "category")
):
    category: Category
    places: Annotated[int, Field(strict=True, ge=0, le=100_000)]
