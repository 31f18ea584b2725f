"""Facts of one person that cannot both be true and matter to pay: the slip is held (P6). Pure."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from services.assessment.events import CoefficientDecided
from services.gateway.decision.finding import Finding
from services.gateway.pay.months import first_day, month_named
from services.gateway.pay.series import contradictions
from services.gateway.pay.timeline import Timeline
from services.kernel.event import Event
from services.kernel.fact import Fact
from services.roster.events import (
    AttendanceMonthRecorded,
    AuxiliaryLevelAwarded,
    ContributionBaseSet,
    DutyPostAssigned,
    GrossGiven,
    OwnContributionsGiven,
    PayItemSet,
    RankAwarded,
    ServiceEntered,
    YearWagesTakenOver,
)

Says = Callable[[Fact], Any]
_OF_A_DAY: Final[tuple[tuple[type[Event], Says], ...]] = (
    (RankAwarded, lambda f: f.data.rank),
    (AuxiliaryLevelAwarded, lambda f: f.data.level),
    (DutyPostAssigned, lambda f: f.data.duty_post),
    (ContributionBaseSet, lambda f: f.data.average_monthly_wage_fen),
    (GrossGiven, lambda f: f.data.monthly_fen),
    (OwnContributionsGiven, lambda f: f.data.monthly_fen),
    (ServiceEntered, lambda f: f.data.category),
)
_OF_A_MONTH: Final[tuple[type[Event], ...]] = (CoefficientDecided, AttendanceMonthRecorded)


def conflicts(timeline: Timeline, since: int, until: int) -> list[Finding]:
    """One finding for each contradiction that matters in the months from `since` to `until`."""
    return [
        Finding(
            claim="no_conflict",
            met=False,
            reason="CONFLICT",
            found={"on": facts[0].effective_on},
            facts=timeline.cite(*facts),
        )
        for facts in _clashing(timeline, since, until)
    ]


def _clashing(timeline: Timeline, since: int, until: int) -> Iterator[tuple[Fact, ...]]:
    for kind, says in _OF_A_DAY:
        facts = timeline.by_type.get(kind.TYPE, ())
        if len(facts) > 1:
            yield from contradictions(facts, says, since)
    by_item: dict[Any, list[Fact]] = {}
    for fact in timeline.all(PayItemSet):
        by_item.setdefault(fact.data.item, []).append(fact)
    for facts in by_item.values():
        if len(facts) > 1:
            yield from contradictions(facts, lambda f: f.data.monthly_fen, since)
    for kind in _OF_A_MONTH:
        yield from _of_one_name(timeline, kind, lambda f: f.data.month, (since, until))
    yield from _doubted(timeline, since)
    yield from _of_one_name(timeline, YearWagesTakenOver, lambda f: f"{f.data.year}-12", None)


def _doubted(timeline: Timeline, since: int) -> Iterator[tuple[Fact, ...]]:
    """What the roster doubts, unless a later service has made it history."""
    spell = timeline.spell(since)
    edge = spell.joined_on if spell is not None else first_day(since)
    for facts in timeline.doubted:
        if max(fact.effective_on for fact in facts) >= edge:
            yield tuple(facts)


def _of_one_name(
    timeline: Timeline, kind: type[Event], name: Callable[[Fact], str], span: tuple[int, int] | None
) -> Iterator[tuple[Fact, ...]]:
    """Two results for one month (or year): which of them is true, a correction must say."""
    by_name: dict[str, list[Fact]] = {}
    for fact in timeline.all(kind):
        by_name.setdefault(name(fact), []).append(fact)
    for named, facts in by_name.items():
        if len(facts) > 1 and (span is None or span[0] <= month_named(named) <= span[1]):
            first = facts[0].data
            if any(f.data != first for f in facts[1:]):
                yield tuple(facts)
