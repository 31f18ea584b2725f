"""A quota holds for the unit and all below it."""

from services.roster.events import Category
from services.roster.structure.quota import usage
from services.roster.unit.tree import UnitVersion, tree_on
from tests.roster.structure.files import TODAY

UNITS = [
    UnitVersion(unit, TODAY, unit, "team", parent, closed=False)
    for unit, parent in (("top", None), ("a", "top"), ("b", "top"))
]


def test_people_below_take_places_above_and_too_many_leave_less_than_none():
    officer = Category.OFFICER
    found = usage(
        {("top", officer): 3, ("a", officer): 1},
        {("a", officer): 2, ("b", officer): 1, ("b", Category.CIVIL): 9, (None, officer): 5},
        tree_on(UNITS, TODAY),
    )

    assert [(use.unit_id, use.used, use.free) for use in found] == [("a", 2, -1), ("top", 3, 0)]
