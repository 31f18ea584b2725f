"""The first rank: education table, working years, the post's range, the day."""

import pytest

from services.gateway.rank.first_award import first_award
from tests.gateway.on_file import around

PASSED = "{course_passed: 入警训练, on: 2024-02-01}"


def award(education: str, post: str, entered: str = "2023-08-15", as_of: str = "2024-08-15"):
    found = first_award(
        around(
            as_of,
            f"{{service_entered: {{category: 民警, probation_months: 12}}, on: {entered}}}",
            f"{{education_recorded: {education}, on: 2010-06-30}}",
            f"{{post_assigned: {{post_grade: {post}, manner: 转正定级}}, on: 2024-08-15}}",
            PASSED,
        )
    )
    return found.rank.zh if found.rank else found.outcome.value


@pytest.mark.parametrize(
    ("education", "post", "entered", "rank"),
    [
        ("本科", "科员", "2023-08-15", "三级警司"),
        ("专科", "科员", "2023-08-15", "三级警司"),
        ("本科", "科员", "2016-08-15", "二级警司"),
        ("本科", "科员", "2016-08-16", "三级警司"),  # One day short of eight years.
        ("硕士", "科副", "2023-08-15", "二级警司"),
        ("硕士", "科副", "2012-08-15", "一级警司"),
        ("博士", "科正", "2023-08-15", "一级警司"),
        ("博士", "科正", "2010-08-15", "三级警督"),
        ("高中", "办事员", "2023-08-15", "二级警员"),
        ("中专", "办事员", "2019-08-15", "一级警员"),
        ("高中", "科员", "2023-08-15", "三级警司"),  # Never below the post's lowest.
        ("博士", "科员", "2010-08-15", "三级警督"),
        ("博士", "办事员", "2010-08-15", "一级警司"),  # Never above its highest.
    ],
)
def test_rank_by_education_working_years_and_post(education, post, entered, rank):
    assert award(education, post, entered) == rank


def test_before_the_post_is_confirmed_one_waits():
    assert award("本科", "科员", as_of="2024-08-14") == "WAIT"


def test_an_unconfirmed_post_counts_from_the_end_of_probation():
    found = first_award(
        around(
            "2024-08-15",
            "{service_entered: {category: 民警, probation_months: 12}, on: 2023-08-15}",
            "{education_recorded: 本科, on: 2023-06-30}",
            "{post_assigned: 科员, on: 2023-08-15}",
            PASSED,
        )
    )
    assert str(found.on) == "2024-08-15"


def test_without_education_a_person_must_look():
    found = first_award(
        around(
            "2024-08-15",
            "{post_assigned: {post_grade: 科员, manner: 转正定级}, on: 2024-08-15}",
            PASSED,
        )
    )
    assert found.outcome.value == "HOLD"
