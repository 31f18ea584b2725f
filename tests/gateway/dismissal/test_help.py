"""Help before a termination: what counts, and between which days."""

import pytest

from services.gateway.decision.grades import grades_by_year
from services.gateway.dismissal.help import help_between
from tests.gateway.on_file import DAY, SHELF, dossier, shelf_of

FIRST = "{annual_grade_decided: 2022 不合格, on: 2023-01-16}"
SECOND = "{annual_grade_decided: 2023 不合格, on: 2024-01-18}"


def found(*lines, failed=(FIRST, SECOND), shelf=SHELF):
    file = dossier("2024-06-01", *failed, *lines)
    policy = shelf.in_force("termination", DAY("2024-06-01"))
    return [
        str(f.effective_on) for f in help_between(file, policy, [*grades_by_year(file).values()])
    ]


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("{course_passed: 不胜任培训, on: 2023-01-16}", False),
        ("{course_passed: 不胜任培训, on: 2023-01-17}", True),
        ("{course_failed: 不胜任培训, on: 2024-01-18}", True),
        ("{course_passed: 不胜任培训, on: 2024-01-19}", False),
        ("{course_passed: 年度培训, on: 2023-05-01}", False),
        ("{duty_post_assigned: 窗口, on: 2023-05-01}", True),
        ("{unit_assigned: station-2, on: 2023-05-01}", False),
    ],
)
def test_help_lies_after_the_first_result_and_not_after_the_last(line, counts):
    assert bool(found(line)) is counts


def test_the_same_kind_of_post_again_is_no_help():
    before = "{duty_post_assigned: 窗口, on: 2020-05-01}"
    assert found(before, "{duty_post_assigned: 窗口, on: 2023-05-01}") == []
    assert found(before, "{duty_post_assigned: 文职, on: 2023-05-01}") == ["2023-05-01"]


def test_after_a_single_result_help_may_come_until_today():
    late = "{course_passed: 不胜任培训, on: 2024-05-01}"
    assert found(late, failed=(SECOND,), shelf=shelf_of("shantou")) == ["2024-05-01"]
