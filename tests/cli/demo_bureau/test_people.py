"""The brigade's tables are field.md's, whatever the seed and the day."""

from collections import Counter
from datetime import timedelta

import pytest

from services.cli.demo_bureau.people import POSTS, TOLD, brigade
from services.cli.demo_people import cast
from services.kernel.legal_dates import full_years
from services.roster.events import Category, DutyPost, EducationLevel
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw

HIGH = {EducationLevel.SENIOR_HIGH, EducationLevel.VOCATIONAL}


def serving_auxiliaries(seed, today):
    return [p for p in drawn.people(seed, today) if p.is_auxiliary and p.serves_on(today)]


def span(value, *bounds):
    return next(i for i, bound in enumerate(bounds) if value < bound)


@every_draw
@pytest.mark.parametrize("later", [0, 60, 129])
def test_the_tables_are_exact_and_keep_for_months(seed, today, later):
    day = today + timedelta(days=later)
    people = serving_auxiliaries(seed, today)
    ages = Counter(span(full_years(p.birth_on, day), 18, 26, 40, 99) for p in people)
    service = Counter(
        span(full_years(p.entered_on, day), 1, 3, 10, 99) for p in people if p.place != TOLD[-1]
    )
    service[2] += 1  # The one whose level is due in twelve days: three and a half years.

    assert ages == {1: 23, 2: 71, 3: 21}
    assert service == {0: 10, 1: 39, 2: 47, 3: 19}


@every_draw
def test_categories_education_and_posts_are_exact(seed, today):
    people = [p for p in drawn.people(seed, today) if p.serves_on(today)]
    auxiliaries = [p for p in people if p.is_auxiliary]
    levels = Counter("high" if p.education in HIGH else p.education.value for p in auxiliaries)

    assert Counter(p.category for p in people if not p.is_auxiliary) == {
        Category.OFFICER: 35,
        Category.CIVIL: 6,
    }
    assert len(auxiliaries) == 115
    assert levels == {"high": 49, "college": 65, "bachelor": 1}
    assert Counter(p.duty_post for p in auxiliaries) == POSTS
    assert sum(POSTS.values()) == 115


@every_draw
def test_everybody_is_of_an_age_to_serve(seed, today):
    for person in drawn.people(seed, today):
        assert full_years(person.birth_on, person.entered_on) >= 18, person
        assert full_years(person.birth_on, today) < 60, person
        assert person.entered_on <= today


@every_draw
def test_nobody_is_there_twice(seed, today):
    people = drawn.people(seed, today)
    assert len({p.id for p in people}) == len(people) == 156 + 59


@every_draw
def test_those_who_speak_are_what_their_roles_say(seed, today):
    people = {p.id: p for p in drawn.people(seed, today)}
    assert people[cast()["officer"]].is_officer
    assert people[cast()["approver"]].place == 0
    assert people[cast()["auxiliary"]].duty_post == DutyPost.ROAD


def test_a_smaller_brigade_is_a_fair_part():
    seed, today = drawn.DRAWS[0]
    part = [p for p in brigade(seed, today, 2, 60) if p.leaving is None]
    officers = sum(p.is_officer for p in part)
    assert (len(part), part[0].place) == (60, 0)
    assert 12 <= officers <= 15


def test_another_seed_is_another_brigade():
    _, today = drawn.DRAWS[0]
    first, second = brigade(1, today, 1), brigade(2, today, 1)
    assert [p.id for p in first] == [p.id for p in second]
    assert [p.name for p in first] != [p.name for p in second]
