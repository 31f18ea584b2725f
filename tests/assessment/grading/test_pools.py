"""Pools: small units join, nobody is lost or counted twice."""

from hypothesis import given
from hypothesis import strategies as st

from services.assessment.grading.pools import pools

PARENTS = {"a": "x", "b": "x", "c": "x", "d": "y"}


def units(**sizes):
    return {unit: [f"{unit}{n}" for n in range(size)] for unit, size in sizes.items()}


def sizes(found):
    return {name: len(people) for name, people in found.items()}


def test_a_unit_that_is_large_enough_is_its_own_pool():
    assert sizes(pools(units(a=5, b=7), PARENTS, 5)) == {"a": 5, "b": 7}


def test_small_units_of_one_parent_are_pooled_under_it():
    assert sizes(pools(units(a=3, b=4, c=6), PARENTS, 5)) == {"c": 6, "x": 7}


def test_exactly_enough_together_are_their_own_pool():
    assert sizes(pools(units(a=2, b=3, c=6), PARENTS, 5)) == {"c": 6, "x": 5}


def test_when_still_too_few_they_join_the_smallest_sibling():
    assert sizes(pools(units(a=2, b=9, c=6), PARENTS, 5)) == {"b": 9, "c": 8}


def test_without_a_sibling_they_stay_few_under_the_parent():
    assert sizes(pools(units(a=2, b=1, d=9), PARENTS, 5)) == {"d": 9, "x": 3}


def test_a_unit_without_a_parent_stays_itself():
    assert sizes(pools(units(z=2), PARENTS, 5)) == {"z": 2}


@given(st.dictionaries(st.sampled_from("abcdz"), st.integers(0, 12)), st.integers(1, 8))
def test_everybody_is_in_exactly_one_pool(given_sizes, below):
    everybody = units(**given_sizes)
    found = [p for people in pools(everybody, PARENTS, below).values() for p in people]
    assert sorted(found) == sorted(p for people in everybody.values() for p in people)
