"""Small files of the roster for tests: events with their days, as facts that stand."""

from datetime import date
from functools import cache

from services.kernel.doubt import Doubt
from services.kernel.event import Event
from services.kernel.fact import Fact, read_fact, standing
from services.kernel.policy_files import POLICIES, load_shelf
from services.roster.doubts import doubts_among
from services.roster.history_policy import SERVICE_HISTORY, Bounds
from tests.kernel.samples import recorded

Line = tuple[str, Event]


@cache
def bounds(bureau: str = "r0") -> Bounds:
    return Bounds(load_shelf(POLICIES, bureau, [SERVICE_HISTORY]))


def on_file(*lines: Line) -> list[Fact]:
    """The n-th line has the event id n; one person's or unit's."""
    return standing(
        read_fact(recorded(n, event=event, effective_on=date.fromisoformat(day)))
        for n, (day, event) in enumerate(lines, start=1)
    )


def doubts(*lines: Line) -> list[Doubt]:
    return doubts_among(on_file(*lines), bounds())


def told(*lines: Line) -> set[tuple[str, tuple[int, ...]]]:
    """Each doubt's code with the lines it is about."""
    return {(d.code, tuple(sorted(one.int for one in d.facts))) for d in doubts(*lines)}
