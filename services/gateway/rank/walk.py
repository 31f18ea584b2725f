"""A rank from the first order to today: which orders stand, what is owed and not yet ordered. Pure.

Walks the orders on file and the days of law side by side. An order that should not stand is set
aside with all later ones (S13); a lowering stays owed until an order with its day is there (S12).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.gateway.decision.decision import Outcome
from services.gateway.decision.dossier import Dossier
from services.gateway.rank import criteria
from services.gateway.rank.ladder import is_higher, place
from services.gateway.rank.lowering import Lowering, days_of_law, lowering
from services.gateway.rank.posts import admits, spell_on, spells
from services.gateway.rank.surroundings import Held, Surroundings
from services.gateway.rank.ways import Landing, Way, lands, ways
from services.kernel.fact import Fact
from services.roster.events import PoliceRank, RankAwarded, RankCancelled, RankManner

_TAKEN_AS_IT_IS = (RankManner.TAKEN_OVER, RankManner.FIRST)
_LOWERING = (RankManner.REDUCED, RankManner.LOWER_POST)


@dataclass(frozen=True, slots=True)
class Owed:
    """What should be ordered and is not."""

    outcome: Outcome
    ground: str
    clause: str
    from_: PoliceRank
    to: PoliceRank | None
    on: date
    facts: tuple[Fact, ...]
    held: Held  # Before the step.
    way: Way | None = None
    landing: Landing | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """An order that should not stand."""

    order: Fact
    before: PoliceRank | None
    lawful_on: date | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """History from paper that stands, though no rule on file leads to it."""

    order: Fact
    why: tuple[str, ...]


@dataclass
class Walk:
    held: Held | None = None
    lost: Fact | None = None  # What ended the rank, when `held` is None.
    owed: list[Owed] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


Around = Callable[[date], Surroundings]  # Under the policy in force on a day.


def walk(dossier: Dossier, around: Around, *, as_ordered: bool) -> Walk:
    """Raises Impossible for a reduction of the lowest rank."""
    done = Walk()
    orders = _orders(dossier)
    law = around(dossier.as_of).law
    days = days_of_law(dossier, law)
    while orders or days:
        order = orders[0] if orders else None
        if order is not None and (not days or order.effective_on < days[0][0] or _is_first(done)):
            orders = orders[1:]
            days = _follow(done, order, days, around=around, trust=as_ordered)
            if done.wrong and done.wrong[-1].order is order:
                # A cancellation stands by itself: it needs no rank that was rightly given.
                later = [o for o in orders if o.type == RankAwarded.TYPE]
                done.wrong += [Wrong(o, None, None, ("EARLIER_ORDER",)) for o in later]
                orders = [o for o in orders if o.type == RankCancelled.TYPE]
            continue
        _, facts = days.pop(0)
        if done.held is None:
            continue
        step = lowering(law, done.held.rank, facts)
        if step is not None:
            orders = _lower(done, step, orders)
    if done.held is not None:
        _promote(done, around(dossier.as_of), dossier.as_of)
    return done


def _orders(dossier: Dossier) -> list[Fact]:
    """Orders in order of their day; the same rank twice on one day is one order (S14)."""
    found: dict[tuple[date, object], Fact] = {}
    for fact in dossier.of(RankAwarded, RankCancelled):
        rank = fact.data.rank if fact.type == RankAwarded.TYPE else None
        found.setdefault((fact.effective_on, rank), fact)
    return list(found.values())


def _is_first(done: Walk) -> bool:
    return done.held is None and done.lost is None


def _follow(
    done: Walk,
    order: Fact,
    days: list[tuple[date, list[Fact]]],
    *,
    around: Around,
    trust: bool,
) -> list[tuple[date, list[Fact]]]:
    """Take one order up into the walk, or note that it is wrong. Answers the days still to come."""
    on, held = order.effective_on, done.held
    if order.type == RankCancelled.TYPE:
        done.held, done.lost = None, order
        return days
    rank: PoliceRank = order.data.rank
    if held is None:
        # The first order, or a new beginning: what lay before it is contained in it.
        done.held, done.lost = Held(rank, on, (order,)), None
        if not trust and _above_post(around(on), rank, on):
            done.taken.append(Taken(order, ("CEILING",)))
        return [d for d in days if d[0] > on]
    verdict = None if trust else judge(around(on), held, order)
    if verdict is not None and not verdict.stands:
        done.wrong.append(Wrong(order, held.rank, verdict.lawful_on, verdict.why))
        return days
    if verdict is not None and verdict.why:
        done.taken.append(Taken(order, verdict.why))
    if rank != held.rank:
        law = around(on).law
        way = verdict.way if verdict is not None else None
        done.held = after(held, rank, on, facts=(order,), way=way)
        if is_higher(law, held.rank, rank):
            done.held = replace(done.held, lowered_on=on)
    return days


def _above_post(s: Surroundings, rank: PoliceRank, on: date) -> bool:
    """Whether it is higher than the post of that day admits; without a post nothing is said."""
    spell = spell_on(spells(s.dossier), on)
    return spell is not None and spell.grade is not None and not admits(s.law, spell, rank)


def after(
    held: Held, rank: PoliceRank, on: date, *, facts: tuple[Fact, ...], way: Way | None
) -> Held:
    spent = held.spent
    if way is not None and way.approval is not None:
        spent = spent | {way.approval.event_id}
    return Held(rank, on, facts, held.lowered_on, spent)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` of one that stands: what of the rules it does not follow from."""

    stands: bool
    lawful_on: date | None = None
    why: tuple[str, ...] = ()
    way: Way | None = None


def judge(s: Surroundings, held: Held, order: Fact) -> Verdict:
    """Whether an order should stand: right rank, right day, nothing against it until it was issued.

    Issued before its day, it is judged on its day; issued later, nothing may have begun before
    that (S2). History taken over from paper is only measured against what blocks every promotion.
    """
    on, rank, manner = order.effective_on, order.data.rank, order.data.manner
    issued_on: date | None = order.data.issued_on
    closing = max(on, issued_on) if issued_on is not None else on
    if rank == held.rank:
        return Verdict(stands=True)
    if is_higher(s.law, held.rank, rank):
        stands = manner in _LOWERING or (manner in _TAKEN_AS_IT_IS and issued_on is None)
        return Verdict(stands, None, () if stands else ("LOWER_RANK",))
    blocked = tuple(
        dict.fromkeys(b.reason for b in s.blocks if b.first_day <= closing and b.last_day >= on)
    )
    possible = [(way, lands(s, held, way, closing)) for way in ways(s, held, closing)]
    for way, landing in possible:
        if way.to == rank and landing.on == on:
            return Verdict(stands=True, way=way)
    if manner in _TAKEN_AS_IT_IS and issued_on is None:
        if not blocked:
            return Verdict(stands=True, why=_why(s, held, [w for w, _ in possible], order))
    elif _selected(s, held, rank, on) and not blocked:
        return Verdict(stands=True)
    lawful = next((landing for way, landing in possible if way.to == rank), None)
    why = blocked or _why(s, held, [w for w, _ in possible], order)
    return Verdict(stands=False, lawful_on=lawful.on if lawful else None, why=why)


def _selected(s: Surroundings, held: Held, rank: PoliceRank, on: date) -> bool:
    """A selection is owed by nobody, so any day will do on which its conditions are met."""
    one_step = place(s.law, rank) == place(s.law, held.rank) + 1
    if not one_step or held.rank not in s.law.promotion_by_selection.ranks:
        return False
    return all(f.met or f.reason == "CASE_OPEN" for f in criteria.selection(s, held, on))


def _why(s: Surroundings, held: Held, possible: Sequence[Way], order: Fact) -> tuple[str, ...]:
    way = next((w for w in possible if w.to == order.data.rank), None)
    if way is None:
        return ("NO_SUCH_STEP",)
    found = criteria.promotion(s, held, way=way, day=order.effective_on)
    unmet = tuple(f.reason for f in found if not f.met and f.reason != "CASE_OPEN")
    return unmet or ("WRONG_DATE",)


def _lower(done: Walk, step: Lowering, orders: list[Fact]) -> list[Fact]:
    """Apply a lowering, owed unless an order with its day is on file. Answers later orders."""
    held = done.held
    assert held is not None  # noqa: S101  the walk only lowers a rank that is held
    order = next((o for o in orders if o.effective_on == step.on and _gives(o, step.to)), None)
    if order is None:
        outcome = Outcome.CANCEL if step.to is None else Outcome.ADJUST
        done.owed.append(
            Owed(outcome, step.ground, step.clause, held.rank, step.to, step.on, step.facts, held)
        )
    facts = step.facts if order is None else (order, *step.facts)
    if step.to is None:
        done.held, done.lost = None, facts[0]
    else:
        done.held = Held(step.to, step.on, facts, step.on, held.spent)
    return [o for o in orders if o is not order]


def _gives(order: Fact, to: PoliceRank | None) -> bool:
    if order.type == RankCancelled.TYPE:
        return to is None
    return bool(order.data.rank == to)


def _promote(done: Walk, s: Surroundings, as_of: date) -> None:
    """Append every promotion owed by `as_of`: the earlier first, on one day the higher (S7)."""
    while done.held is not None:
        held = done.held
        ready = []
        for way in ways(s, held, as_of):
            if any(not f.met for f in criteria.promotion(s, held, way=way, day=as_of)):
                continue
            landing = lands(s, held, way, as_of)
            if landing.on is not None and landing.on <= as_of:
                ready.append((landing.on, -place(s.law, way.to), way, landing))
        if not ready:
            return
        on, _, way, landing = min(ready, key=lambda r: r[:2])
        done.owed.append(
            Owed(
                Outcome.PROMOTE,
                way.ground.value,
                _clause(s, way),
                held.rank,
                way.to,
                on,
                way.facts,
                held,
                way,
                landing,
            )
        )
        facts = (*way.facts, *(f for _, fs in landing.held_up_by for f in fs))
        done.held = after(held, way.to, on, facts=facts, way=way)


def _clause(s: Surroundings, way: Way) -> str:
    if way.ground == RankManner.BY_POST:
        return s.law.promotion_by_post.source
    if way.ground == RankManner.EARLY:
        return s.law.promotion_early.source
    return s.law.promotion_by_time.source
