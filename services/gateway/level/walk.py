"""A level from the first one to today: which orders stand, what is owed and not yet ordered. Pure.

The first level follows from the rule; an order that should not stand is set aside with all later
ones (S13).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.level.first_level import FirstLevel, first_level
from services.gateway.level.period import Due, due
from services.gateway.level.quota import entered, places
from services.gateway.level.surroundings import Held, Surroundings
from services.kernel.fact import Fact
from services.roster.events import AuxiliaryLevelAwarded, LevelManner, LevelSelected

_BEGINNING = (LevelManner.FIRST, LevelManner.TAKEN_OVER)


@dataclass(frozen=True, slots=True)
class Owed:
    """A promotion that should be ordered and is not."""

    ground: LevelManner
    held: Held  # Before it.
    to: int
    on: date
    due: Due
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """An order that should not stand."""

    order: Fact
    before: int | None
    lawful_on: date | None = None
    why: tuple[str, ...] = ()


@dataclass
class Walk:
    held: Held | None = None  # After everything owed.
    first: FirstLevel | None = None  # The first level by rule; None without an entry on file.
    first_is_ordered: bool = True
    owed: list[Owed] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


Around = Callable[[date], Surroundings]  # Under the policy in force on a day.


def walk(dossier: Dossier, around: Around, *, as_ordered: bool) -> Walk:
    done, s = Walk(), around(dossier.as_of)
    orders = _orders(s)
    if s.service.entered is not None:
        done.first = first_level(s.dossier, s.service.entered, s.choice)
    begins = bool(orders) and orders[0].data.manner in _BEGINNING
    if not begins:
        done.held = _by_rule(done, s, orders)
        done.first_is_ordered = done.held is None
    for order in orders:
        if done.wrong:
            done.wrong.append(Wrong(order, None, None, ("EARLIER_ORDER",)))
        else:
            _follow(done, around(order.effective_on), order, trust=as_ordered)
    if done.held is not None:
        _promote(done, s, s.dossier.as_of)
    return done


def _orders(s: Surroundings) -> list[Fact]:
    """In order of their day; the same level twice on one day is one order."""
    found: dict[tuple[date, int, str], Fact] = {}
    for fact in s.of(AuxiliaryLevelAwarded, s.dossier.as_of):
        found.setdefault((fact.effective_on, fact.data.level, fact.data.track), fact)
    return list(found.values())


def _by_rule(done: Walk, s: Surroundings, orders: list[Fact]) -> Held | None:
    """The first level without an order: nothing but time and education decides it."""
    first = done.first
    if first is None or first.level is None or first.on > s.dossier.as_of:
        return None
    if orders and orders[0].effective_on < first.on:
        return None
    return Held(first.level, first.on, first.facts)


def _follow(done: Walk, s: Surroundings, order: Fact, *, trust: bool) -> None:
    """Take one order up into the walk, or note that it is wrong."""
    on, held, level = order.effective_on, done.held, order.data.level
    if held is None:
        done.held = Held(level, on, (order,), order.data.track)
        return
    if level == held.level:
        # A change of track, or the same once more: the time in the level goes on.
        done.held = replace(held, track=order.data.track)
        return
    verdict = Verdict(stands=True) if trust else judge(s, held, order)
    if not verdict.stands:
        done.wrong.append(Wrong(order, held.level, verdict.lawful_on, verdict.why))
        return
    done.held = Held(level, on, (order,), order.data.track, _spent(held, verdict.due))


def _spent(held: Held, used: Due | None) -> frozenset[object]:
    if used is None or used.approval is None:
        return held.spent
    return held.spent | {used.approval.event_id}


@dataclass(frozen=True, slots=True)
class Verdict:
    stands: bool
    lawful_on: date | None = None
    why: tuple[str, ...] = ()
    due: Due | None = None


def judge(s: Surroundings, held: Held, order: Fact) -> Verdict:
    """One step, on its day by time; by selection once the period is complete and a place free.

    Judged by what was in force when it was issued, or on its own day. History from paper is taken.
    """
    on, level, manner = order.effective_on, order.data.level, order.data.manner
    issued_on: date | None = order.data.issued_on
    if manner == LevelManner.TAKEN_OVER and issued_on is None:
        return Verdict(stands=True)
    if level > held.level:
        lowered = manner == LevelManner.LOWERED
        return Verdict(stands=lowered, why=() if lowered else ("LOWER_LEVEL",))
    closing = max(on, issued_on) if issued_on is not None else on
    found = due(s, held, closing)
    if level != held.level - 1 or found is None:
        return Verdict(stands=False, why=("NO_SUCH_STEP",))
    selected = held.level in s.track(held).by_selection.months
    if on < found.on or (on > found.on and not selected):
        why = "FAILED_YEAR" if found.failed else "NOT_DUE" if on < found.on else "WRONG_DATE"
        return Verdict(stands=False, lawful_on=found.on, why=(why,))
    if selected and not has_place(s, held, on):
        return Verdict(stands=False, why=("QUOTA",))
    return Verdict(stands=True, due=found)


def has_place(s: Surroundings, held: Held, on: date) -> bool:
    """Whether every group the next step enters has a place; nobody's statement binds nobody."""
    stated = s.quota_stated(on)
    if stated is None:
        return True
    groups = entered(places(stated, s.choice.quotas), held.level, held.level - 1)
    return all(group.is_free for group in groups)


def chosen(s: Surroundings, held: Held, found: Due) -> Fact | None:
    """The selection that promotes: for the next level, once eligible, while a place was free."""
    for fact in s.of(LevelSelected, s.dossier.as_of):
        fits = fact.data.level == held.level - 1 and fact.effective_on >= found.on
        if fits and has_place(s, held, fact.effective_on):
            return fact
    return None


def _promote(done: Walk, s: Surroundings, day: date) -> None:
    """Everything owed up to `day`, step by step."""
    while done.held is not None:
        held, found = done.held, due(s, done.held, day)
        if found is None or found.on > day:
            return
        on, facts = found.on, [*held.facts, *found.failed]
        facts += [f for f in (found.ground, found.approval) if f is not None]
        ground = LevelManner.BY_TIME if found.approval is None else LevelManner.EARLY
        if held.level in s.track(held).by_selection.months:
            fact = chosen(s, held, found)
            if fact is None:
                return
            on, ground = fact.effective_on, LevelManner.BY_SELECTION
            facts.append(fact)
        done.owed.append(Owed(ground, held, held.level - 1, on, found, tuple(facts)))
        done.held = Held(held.level - 1, on, tuple(facts[-1:]), held.track, _spent(held, found))
