"""The quota of 优秀: an upper bound, dated, with approval; who is chosen (A-11, A-12, A-17)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assessment.grading.candidate import Candidate
from services.assessment.grading.excellent import excellent, places
from tests.assessment.grading.choices import quota


def allowed(people, day="2024-06-01", *, is_approved=False):
    policy = quota(day)
    return places(people, policy.law, policy.choice, is_approved=is_approved)


@pytest.mark.parametrize(
    ("people", "day", "approved", "found"),
    [
        (14, "2024-06-01", False, 2),
        (15, "2024-06-01", False, 3),
        (20, "2024-06-01", True, 5),
        (20, "2024-06-01", False, 4),
        (20, "2020-12-27", False, 3),
        (20, "2020-12-27", True, 4),
        (4, "2024-06-01", False, 0),
        (0, "2024-06-01", False, 0),
    ],
)
def test_the_places_are_never_more_than_the_share(people, day, approved, found):
    assert allowed(people, day, is_approved=approved) == found


def test_the_best_score_of_a_warned_officer_is_passed_over():
    pool = [Candidate("warned", 9900), Candidate("a", 9800), Candidate("b", 9700)]
    assert excellent(pool, 1, barred={"warned"}) == ["a"]
    assert excellent(pool, 1) == ["warned"]


def test_a_tie_that_does_not_fit_is_left_out():
    pool = [Candidate("a", 9900), Candidate("b", 9800), Candidate("c", 9800)]
    assert excellent(pool, 2) == ["a"]
    assert excellent(pool, 3) == ["a", "b", "c"]


@given(st.lists(st.integers(0, 50), max_size=60), st.booleans())
def test_nobody_beyond_the_quota_is_excellent(scores, approved):
    pool = [Candidate(str(n), score) for n, score in enumerate(scores)]
    chosen = excellent(pool, allowed(len(pool), is_approved=approved))
    assert len(chosen) * 100 <= len(pool) * (25 if approved else 20)
    assert len(set(chosen)) == len(chosen)
