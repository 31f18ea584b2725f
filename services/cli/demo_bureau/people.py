"""Who serves in a brigade and who left it, with exactly the tables of field.md. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from services.cli.demo_bureau.career.stories import Story, birth_of_officer, story_of
from services.cli.demo_bureau.days import dice, start_for, years_before
from services.cli.demo_bureau.leaving import LEAVERS, Leaving, leavings
from services.cli.demo_bureau.names import draw_name, rare_name
from services.cli.demo_people import person_id
from services.roster.events import Category, DutyPost, EducationLevel, Sex

OFFICERS, CIVIL, AUXILIARIES = 35, 6, 115
SERVING = OFFICERS + CIVIL + AUXILIARIES
PLACES = SERVING + LEAVERS
FIRST_AUXILIARY = OFFICERS + CIVIL
POSTS = {
    DutyPost.WINDOW: 24,
    DutyPost.ROAD: 58,
    DutyPost.ACCIDENT: 11,
    DutyPost.CLERICAL: 15,
    DutyPost.COMMAND: 5,
    DutyPost.DRIVER: 2,
}
EDUCATIONS = {
    EducationLevel.SENIOR_HIGH: 34,
    EducationLevel.VOCATIONAL: 15,
    EducationLevel.COLLEGE: 65,
    EducationLevel.BACHELOR: 1,
}
# Age and whole years of service, both ranges inclusive, and how many auxiliaries are so. The sums
# are field.md's: 18-25 23, 26-39 71, 40+ 21; under 1 year 10, 1-3 39, 3-10 47, 10 and more 19.
Cell = tuple[tuple[int, int], tuple[int, int]]
MIDDLE: Cell = ((29, 37), (3, 8))
CELLS: dict[Cell, int] = {
    ((19, 24), (0, 0)): 10,
    ((20, 25), (1, 2)): 13,
    ((26, 35), (1, 2)): 26,
    MIDDLE: 38,
    ((32, 39), (10, 13)): 7,
    ((40, 48), (4, 9)): 9,
    ((41, 52), (12, 22)): 12,
}
# 60 speaks for the auxiliaries; 61 to 63 have stories of their own, so all four lie in the middle.
TOLD = (60, 61, 62, 63)
DUE_SOON = 63  # Level due in twelve days.
CLERICAL_POSTS = frozenset({DutyPost.WINDOW, DutyPost.CLERICAL, DutyPost.COMMAND})
# No birthday and no anniversary falls into the next 130 days: the tables keep for a while.
QUIET_DAYS = (1, 230)
Value = TypeVar("Value")
Key = tuple[int, int, int]  # Seed, brigade, place.


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person: what does not change about a career, and where it ends."""

    number: int  # Of the whole bureau; the id follows from it.
    id: str
    brigade: int  # 1, 2, 3 ...
    place: int  # Within the brigade, from 0: officers, civil staff, auxiliaries, those who left.
    name: str
    sex: Sex
    category: Category
    birth_on: date
    education: EducationLevel
    entered_on: date
    duty_post: DutyPost | None = None
    story: Story | None = None  # Officers.
    leaving: Leaving | None = None

    @property
    def is_officer(self) -> bool:
        return self.category == Category.OFFICER

    @property
    def is_auxiliary(self) -> bool:
        return self.duty_post is not None

    def serves_on(self, day: date) -> bool:
        """The day of leaving is the last one of service."""
        return self.entered_on <= day and (self.leaving is None or day <= self.leaving.on)


def brigade(seed: int, today: date, number: int, size: int = SERVING) -> list[Person]:
    """In order of place; `size` below 156 takes people evenly from a whole brigade."""
    every = [
        *(_officer(seed, today, number, place) for place in range(OFFICERS)),
        *(_civil(seed, today, number, place) for place in range(OFFICERS, FIRST_AUXILIARY)),
        *_auxiliaries(seed, today, number),
    ]
    kept = sorted({index * SERVING // size for index in range(size)})
    gone = [
        _leaver(seed, number, leaving)
        for leaving in leavings(seed, today, number)[: round(LEAVERS * size / SERVING)]
    ]
    return [*(every[place] for place in kept), *gone]


def _officer(seed: int, today: date, number: int, place: int) -> Person:
    throw = dice(seed, number, place, "officer")
    story = story_of(place, today, throw)
    birth_on = birth_of_officer(story, throw)
    young = birth_on > years_before(today, 45)
    sex = Sex.FEMALE if young and place % 5 == 4 else Sex.MALE  # noqa: PLR2004  every fifth
    return Person(
        *_who((seed, number, place), sex),
        category=Category.OFFICER,
        birth_on=birth_on,
        education=story.education,
        entered_on=story.entered_on,
        story=story,
    )


def _civil(seed: int, today: date, number: int, place: int) -> Person:
    throw = dice(seed, number, place, "civil")
    entered_on = _days_back(today, throw.randint(4, 15), throw.randint(*QUIET_DAYS))
    return Person(
        *_who((seed, number, place), throw.choice((Sex.MALE, Sex.FEMALE))),
        category=Category.CIVIL,
        birth_on=years_before(entered_on, throw.randint(23, 29)) - timedelta(throw.randint(1, 300)),
        education=throw.choice((EducationLevel.BACHELOR, EducationLevel.COLLEGE)),
        entered_on=entered_on,
    )


def _auxiliaries(seed: int, today: date, number: int) -> list[Person]:
    throw = dice(seed, number, "auxiliaries")
    others = [place for place in range(FIRST_AUXILIARY, SERVING) if place not in TOLD]
    college, high = EducationLevel.COLLEGE, EducationLevel.SENIOR_HIGH
    road, accident = DutyPost.ROAD, DutyPost.ACCIDENT
    dealt = zip(
        [*TOLD, *others],
        _deal(CELLS, [MIDDLE] * len(TOLD), throw),
        _deal(EDUCATIONS, [college, college, high, college], throw),
        _deal(POSTS, [road, road, accident, road], throw),
        strict=True,
    )
    people = [
        _auxiliary((seed, number, place), today, cell=cell, education=education, post=post)
        for place, cell, education, post in dealt
    ]
    return sorted(people, key=lambda person: person.place)


def _auxiliary(
    key: Key, today: date, *, cell: Cell, education: EducationLevel, post: DutyPost
) -> Person:
    throw = dice(*key, "auxiliary")
    ages, services = cell
    if key[2] == DUE_SOON:
        entered_on = start_for(start_for(today + timedelta(days=12), 36), 6)
    else:
        entered_on = _days_back(today, throw.randint(*services), throw.randint(*QUIET_DAYS))
    # Nobody entered before 18: the youngest age that the service allows.
    youngest = max(ages[0], today.year - entered_on.year + 19)
    age = throw.randint(min(youngest, ages[1]), ages[1])
    return Person(
        *_who(key, _sex_in(post, throw.random())),
        category=category_in(post),
        birth_on=_days_back(today, age, throw.randint(*QUIET_DAYS)),
        education=education,
        entered_on=entered_on,
        duty_post=post,
    )


def _leaver(seed: int, number: int, leaving: Leaving) -> Person:
    place = SERVING + leaving.index
    throw = dice(seed, number, place, "leaver")
    post = throw.choice(_spread(POSTS))
    return Person(
        *_who((seed, number, place), _sex_in(post, throw.random())),
        category=category_in(post),
        birth_on=_days_back(leaving.entered_on, throw.randint(19, 34), throw.randint(1, 300)),
        education=throw.choice(_spread(EDUCATIONS)),
        entered_on=leaving.entered_on,
        duty_post=post,
        leaving=leaving,
    )


def _who(key: Key, sex: Sex) -> tuple[int, str, int, int, str, Sex]:
    """The first fields of a person: all that follows from the place in the bureau."""
    _, number, place = key
    serial = (number - 1) * PLACES + place
    name = rare_name(place, sex.value) or draw_name(dice(*key, "name"), sex.value)
    return serial, person_id(serial), number, place, name, sex


def category_in(post: DutyPost) -> Category:
    return Category.AUXILIARY_CLERICAL if post in CLERICAL_POSTS else Category.AUXILIARY_DUTY


def _sex_in(post: DutyPost, chance: float) -> Sex:
    women = 0.6 if post in CLERICAL_POSTS else 0.12
    return Sex.FEMALE if chance < women else Sex.MALE


def _days_back(today: date, years: int, days: int) -> date:
    return years_before(today, years) - timedelta(days=days)


def _spread(counts: dict[Value, int]) -> list[Value]:
    return [value for value, count in counts.items() for _ in range(count)]


def _deal(counts: dict[Value, int], first: Sequence[Value], throw: random.Random) -> list[Value]:
    """Every value as often as it occurs, in random order, but `first` at the beginning."""
    rest = _spread(counts)
    for value in first:
        rest.remove(value)
    throw.shuffle(rest)
    return [*first, *rest]
