"""Files of invented people for counting, and the bureau's own policy of bands."""

from datetime import date

from services.kernel.fact import read_fact, standing
from services.roster import events as e
from services.roster.structure.api import shelf_of
from services.roster.structure.policy import STRUCTURE
from tests.kernel.samples import recorded

TODAY = date(2026, 11, 25)
CHOICE = shelf_of("r0").in_force(STRUCTURE.name, TODAY).choice


def day(text: str) -> date:
    return date.fromisoformat(text)


def facts(*lines):
    """(event, day) in the order of recording."""
    return [
        read_fact(recorded(n, event=event, effective_on=day(on)))
        for n, (event, on) in enumerate(lines, start=1)
    ]


def stand(*lines):
    return standing(facts(*lines))


def entered(category=e.Category.OFFICER):
    return e.ServiceEntered(category=category)


def left(kind=e.LeavingKind.RESIGNED):
    return e.ServiceLeft(kind=kind)


def placed(unit_id):
    return e.UnitAssigned(unit_id=unit_id)


def created(kind=e.UnitKind.TEAM, parent_id=None):
    return e.UnitCreated(name="某单位", kind=kind, parent_id=parent_id)
