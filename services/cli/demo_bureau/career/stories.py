"""The officers' careers in outline: who stands where, and what is still missing to whom. Pure."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from services.cli.demo_bureau.days import start_for, start_of_chain, years_before
from services.kernel.legal_dates import next_day_after
from services.roster.events import EducationLevel, SanctionKind

PROBATION_MONTHS = 12  # 公务员法 art. 34
BEFORE, LATE, MISSING = "before", "late", "missing"
HEAD, TEAM_LEADER, DUE_SOON = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Story:
    """An officer's outline; everything else follows from the law's periods."""

    name: str
    education: EducationLevel
    entered_on: date
    confirmed_on: date
    orders_until: date  # Promotions due later than this have no order on file.
    supervisor_course: str = BEFORE  # When 晋督训练 was passed, measured by the due day.
    sanctions: tuple[tuple[date, SanctionKind], ...] = ()


@dataclass(frozen=True, slots=True)
class Tale:
    """Periods served since the first rank, the last of them complete `days` from today."""

    name: str
    periods: tuple[int, ...]
    days: int


TALES: dict[int, Tale] = {
    HEAD: Tale("selection", (36, 36, 48, 48, 48, 48), -365),
    DUE_SOON: Tale("due_soon", (36, 36), 10),
    3: Tale("untrained", (36, 36, 48), -30),
    4: Tale("sanctioned", (36, 36), -20),
    5: Tale("case_open", (36,), -15),
    6: Tale("ceiling", (36, 36, 48, 48), -180),
    7: Tale("incompetent", (36, 36), -10),
    12: Tale("trained_late", (36, 36, 48), -400),
    13: Tale("due_soon", (36, 36, 48, 48), 25),
    14: Tale("due_soon", (36,), 38),
    19: Tale("owed", (36, 36), -3),
}
NAMED = {8: "probation", 9: "first_award", 10: "early", 11: "once_sanctioned", 16: "master"}
NAMED |= {17: "vocational"}
# Whole years since the first rank, of those who serve without anything special.
YEARS = {1: 12, 10: 6, 11: 9, 15: 20, 16: 5, 17: 18, 18: 8, 20: 2, 21: 3, 22: 4, 23: 5, 24: 7}
YEARS |= {25: 8, 26: 10, 27: 13, 28: 15, 29: 16, 30: 19, 31: 23, 32: 26, 33: 29, 34: 30}
EDUCATION = {
    "master": EducationLevel.MASTER,
    "vocational": EducationLevel.VOCATIONAL,
}


def story_of(place: int, today: date, throw: random.Random) -> Story:
    """The story of an officer by place in the brigade: 0 leads it, 2 is due in ten days."""
    tale = TALES.get(place)
    name = tale.name if tale else NAMED.get(place, "ordinary")
    confirmed_on = _confirmed_on(place, today, throw)
    entered_on = start_for(confirmed_on, PROBATION_MONTHS)
    if name in {"probation", "first_award"}:
        confirmed_on = next_day_after(entered_on, PROBATION_MONTHS)
    due_on = today + timedelta(days=tale.days) if tale else today
    is_done = tale is None or name in {"selection", "trained_late"}
    course = {"untrained": MISSING, "trained_late": LATE}.get(name, BEFORE)
    younger = throw.choice(
        (EducationLevel.BACHELOR, EducationLevel.BACHELOR, EducationLevel.COLLEGE)
    )
    return Story(
        name=name,
        education=EDUCATION.get(name, younger),
        entered_on=entered_on,
        confirmed_on=confirmed_on,
        orders_until=today if is_done else min(today, due_on - timedelta(days=5)),
        supervisor_course=course,
        sanctions=_sanctions(name, confirmed_on, today),
    )


def birth_of_officer(story: Story, throw: random.Random) -> date:
    at_entry = throw.randint(22, 24)
    return years_before(story.entered_on, at_entry) - timedelta(days=throw.randint(1, 300))


def _confirmed_on(place: int, today: date, throw: random.Random) -> date:
    if place in TALES:
        tale = TALES[place]
        return start_of_chain(today + timedelta(days=tale.days), *tale.periods)
    if NAMED.get(place) == "probation":
        return today + timedelta(days=200)
    if NAMED.get(place) == "first_award":
        return today - timedelta(days=12)
    return years_before(today, YEARS[place]) - timedelta(days=throw.randint(40, 300))


def _sanctions(name: str, confirmed_on: date, today: date) -> tuple[tuple[date, SanctionKind], ...]:
    if name == "sanctioned":
        return ((today - timedelta(days=150), SanctionKind.DEMERIT),)
    if name == "once_sanctioned":
        second = next_day_after(confirmed_on, 36 + 36)
        return ((second - timedelta(days=60), SanctionKind.WARNING),)
    return ()
