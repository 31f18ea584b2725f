"""Station grades at their limits, with and without the required conditions (A-23)."""

import pytest

from services.assessment.grading.station import station_grade
from tests.assessment.grading.choices import choice

RULES = choice().station_grades


@pytest.mark.parametrize(
    ("score", "has_musts", "grade"),
    [
        (9499, True, "二级"),
        (9500, True, "一级"),
        (9500, False, "二级"),
        (8500, True, "二级"),
        (8499, True, "三级"),
        (7000, False, "三级"),
        (6999, True, "四级"),
        (6000, True, "四级"),
        (5999, True, "五级"),
        (0, True, "五级"),
    ],
)
def test_the_grade_follows_score_and_conditions(score, has_musts, grade):
    assert station_grade(score, RULES, has_musts=has_musts).zh == grade


def test_a_serious_problem_is_the_last_grade():
    found = station_grade(10_000, RULES, has_musts=True, has_serious_problem=True)
    assert found.zh == "五级"
