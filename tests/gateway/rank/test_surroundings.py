"""What surrounds a rank: the first pass of a course counts for ever."""

from services.training.events import CourseKind
from tests.gateway.on_file import around


def test_the_first_pass_is_kept():
    s = around(
        "2026-01-01",
        "{course_passed: 晋督训练, on: 2024-10-18}",
        "{course_passed: 晋督训练, on: 2015-05-20}",
        "{course_failed: 晋监训练, on: 2015-05-20}",
    )
    assert str(s.passes[CourseKind.RANK_SUPERVISOR].effective_on) == "2015-05-20"
    assert CourseKind.RANK_COMMISSIONER not in s.passes
