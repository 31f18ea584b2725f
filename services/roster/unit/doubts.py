"""What of a unit's history cannot all be true: set up or closed twice. Pure."""

from collections.abc import Iterator

from services.kernel.doubt import Doubt, doubt
from services.kernel.fact import Fact
from services.roster.unit.events import UnitClosed, UnitCreated
from services.roster.whole import Whole


def of_a_unit(whole: Whole) -> Iterator[Doubt]:
    """Set up again is right after a closing, closed again after a setting up."""
    last: Fact | None = None
    for fact in whole.of(UnitCreated, UnitClosed):
        if last is not None and last.type == fact.type:
            created = fact.type == UnitCreated.TYPE
            code, zh, en = (
                ("unit_created_twice", "该单位有多次设立", "the unit was set up more than once")
                if created
                else ("unit_closed_twice", "该单位有多次撤销", "the unit was closed more than once")
            )
            yield doubt(
                code,
                f"{zh}: 请人事部门核对批文, 更正或撤销不实的一条",
                f"{en}: HR looks at the papers, and corrects or revokes what is wrong",
                (last, fact),
            )
        last = fact
