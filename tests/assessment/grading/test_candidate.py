"""Rank order with tie-breakers; a top that never overflows, a bottom that never falls short."""

from hypothesis import given
from hypothesis import strategies as st

from services.assessment.grading.candidate import Candidate, bottom, groups, top
from services.assessment.grading.policy import TieBreaker

BOTH = (TieBreaker.FEWER_DEDUCTIONS, TieBreaker.HIGHER_PUBLIC_REVIEW)
POOL = [
    Candidate("d", 9000, deductions=2, public_review=80),
    Candidate("c", 9000, deductions=1, public_review=70),
    Candidate("b", 9000, deductions=1, public_review=90),
    Candidate("a", 9000, deductions=1, public_review=90),
]


def names(ranked):
    return ["".join(c.person for c in same) for same in ranked]


def test_breakers_apply_in_the_policys_order():
    assert names(groups(POOL, BOTH)) == ["ab", "c", "d"]
    assert names(groups(POOL, BOTH[::-1])) == ["ab", "d", "c"]
    assert names(groups(POOL, BOTH[:1])) == ["abc", "d"]
    assert names(groups(POOL, ())) == ["abcd"]


def test_the_first_group_that_does_not_fit_ends_the_top():
    ranked = groups([*POOL, Candidate("e", 9500), Candidate("f", 8000)], BOTH)
    assert [c.person for c in top(ranked, 2)] == ["e"]
    assert [c.person for c in top(ranked, 3)] == ["e", "a", "b"]
    assert top(ranked, 0) == []


def test_a_group_that_is_reached_at_the_bottom_is_taken_whole():
    ranked = groups([*POOL, Candidate("f", 8000)], ())
    assert [c.person for c in bottom(ranked, 1)] == ["f"]
    assert len(bottom(ranked, 2)) == 5
    assert bottom(ranked, 0) == []
    assert bottom(ranked, -1) == []


candidates = st.lists(
    st.builds(Candidate, st.uuids().map(str), st.integers(0, 40), st.integers(0, 2)),
    max_size=30,
    unique_by=lambda c: c.person,
)


@given(candidates, st.integers(0, 30))
def test_top_and_bottom_keep_their_bounds(pool, places):
    ranked = groups(pool, BOTH)
    assert sum(map(len, ranked)) == len(pool)
    assert len(top(ranked, places)) <= places
    assert len(bottom(ranked, places)) >= min(places, len(pool))
