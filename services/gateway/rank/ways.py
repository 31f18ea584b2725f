"""The ways up that the law commands - by time, early, by post - and the day each takes effect.

Pure.
"""

from dataclasses import dataclass
from datetime import date

from services.gateway.rank import early
from services.gateway.rank.blocks import without_blocked_days
from services.gateway.rank.ladder import above, courses_between, is_higher
from services.gateway.rank.posts import admits, rank_range, spell_on
from services.gateway.rank.surroundings import Held, Surroundings
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, next_day_after
from services.roster.events import PoliceRank, PostAssigned, PostManner, RankManner


@dataclass(frozen=True, slots=True)
class Way:
    """A promotion that is owed from `due_on`, unless something stands against it."""

    ground: RankManner
    to: PoliceRank
    due_on: date
    facts: tuple[Fact, ...]
    approval: Fact | None = None  # Of an early promotion.


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a way comes down: `on` is None while nobody can say (training, ceiling)."""

    on: date | None
    blocked_until: date | None  # The last day of the periods that are in the way.
    held_up_by: tuple[tuple[str, tuple[Fact, ...]], ...]  # What moved the day, in order.


def ways(s: Surroundings, held: Held, closing: date) -> list[Way]:
    """By post first. `closing` is the day on which the order is there, or is asked for."""
    return [way for way in (by_post(s, held, closing), by_time(s, held)) if way is not None]


def by_time(s: Surroundings, held: Held) -> Way | None:
    """One step when the period is complete, or earlier with an approval. Source: art. 14."""
    months = s.law.promotion_by_time.periods_months.get(held.rank)
    to = above(s.law, held.rank)
    if months is None or to is None:
        return None
    start, posts = _clock(s, held)
    due_on = next_day_after(start, months)
    if not s.choice.time_in_sanction_counts.value:
        due_on = without_blocked_days(due_on, start, s.blocks)
    advance = early.best(s, held, months)
    if advance is not None and advance.due_on < due_on:
        facts = (*held.facts, advance.ground, advance.approval)
        return Way(RankManner.EARLY, to, advance.due_on, facts, advance.approval)
    return Way(RankManner.BY_TIME, to, due_on, (*held.facts, *posts))


def _clock(s: Surroundings, held: Held) -> tuple[date, tuple[Fact, ...]]:
    """Since when the period runs: a new post alone restarts it only where a bureau says so."""
    if s.choice.new_post_restarts_clock.value == "always":
        later = [p for p in s.posts if p.grade is not None and p.first_day > held.since]
        if later:
            return later[-1].first_day, (later[-1].fact,)
    return held.since, ()


def by_post(s: Surroundings, held: Held, closing: date) -> Way | None:
    """To the lowest rank of the post held, if the rank is lower. Source: art. 16; reading S7."""
    spell = spell_on(s.posts, closing)
    allowed = rank_range(s.law, spell) if spell is not None else None
    if spell is None or allowed is None or not is_higher(s.law, allowed.lowest, held.rank):
        return None
    if held.lowered_on is not None and held.lowered_on >= spell.first_day:
        return None  # Lowered while in this post: the post does not lift again.
    due_on = max(spell.first_day, held.since)
    return Way(RankManner.BY_POST, allowed.lowest, due_on, (spell.fact,))


def lands(s: Surroundings, held: Held, way: Way, closing: date) -> Landing:
    """The day the way takes effect, as known on `closing`.

    A block that starts after the due day but before there is an order applies (S2), so nothing
    may stand against it from the day itself to `closing`.
    """
    day, certain = way.due_on, True
    held_up: list[tuple[str, tuple[Fact, ...]]] = []
    for course in courses_between(s.law, held.rank, way.to):
        passed = s.passes.get(course)
        if passed is None:
            certain = False
        elif passed.effective_on > day:
            day = passed.effective_on
            held_up.append(("TRAINING", (passed,)))
    blocked_until: date | None = None
    while True:
        until = max(day, closing) if s.choice.order_needed.value else day
        block = next((b for b in s.blocks if b.first_day <= until and b.last_day >= day), None)
        if block is not None:
            day, blocked_until = block.last_day + ONE_DAY, block.last_day
            held_up.append((block.reason, block.facts))
            continue
        lifted = _ceiling(s, way.to, day, until)
        if lifted is None:
            break
        if lifted == date.max:
            certain = False
            break
        day = lifted
        held_up.append(("CEILING", (_post_fact(s, lifted),)))
    return Landing(day if certain else None, blocked_until, tuple(held_up))


def _ceiling(s: Surroundings, to: PoliceRank, day: date, until: date) -> date | None:
    """The day after the first post that does not reach `to`; date.max while it lasts."""
    if s.choice.ceiling_lifted.value == "back_to_due_date":
        day = until
    for spell in s.posts:
        if spell.first_day <= until and spell.last_day >= day and not admits(s.law, spell, to):
            return spell.last_day + ONE_DAY if spell.last_day != date.max else date.max
    return None


def _post_fact(s: Surroundings, day: date) -> Fact:
    return next(spell.fact for spell in s.posts if spell.first_day == day)


def is_lower_post(fact: Fact) -> bool:
    """Moved down as not competent: the rank may be cut. Source: art. 20."""
    return fact.type == PostAssigned.TYPE and fact.data.manner == PostManner.NOT_COMPETENT
