"""The walk: orders that stand, orders set aside, steps owed, selections."""

import pytest

from services.gateway.level.walk import chosen, has_place, judge
from services.roster.events import LevelManner
from tests.gateway.level.files import SIX, around, held, walked
from tests.gateway.on_file import DAY, on_file

FOUR = "{auxiliary_level_awarded: 4, on: 2020-05-01}"


def verdict(line, *lines, level=6, since="2021-09-01"):
    (order,) = on_file(line)
    found = judge(around("2030-01-01", *lines), held(level, since), order)
    return found.stands, found.why, found.lawful_on and str(found.lawful_on)


def order(level, manner, on, more=""):
    return f"{{auxiliary_level_awarded: {level}, manner: {manner}, on: {on}{more}}}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (order(5, "年限晋升", "2024-09-01"), (True, (), None)),
        (order(5, "年限晋升", "2024-08-31"), (False, ("NOT_DUE",), "2024-09-01")),
        (order(5, "年限晋升", "2024-09-02"), (False, ("WRONG_DATE",), "2024-09-01")),
        (order(4, "年限晋升", "2024-09-01"), (False, ("NO_SUCH_STEP",), None)),
        (order(3, "存量登记", "2022-01-01"), (True, (), None)),
        (
            order(5, "存量登记", "2022-01-01", ", issued_on: 2022-01-01"),
            (False, ("NOT_DUE",), "2024-09-01"),
        ),
        (order(7, "降级", "2022-01-01"), (True, (), None)),
        (order(7, "年限晋升", "2022-01-01"), (False, ("LOWER_LEVEL",), None)),
    ],
)
def test_an_order_is_one_step_on_its_day(line, expected):
    assert verdict(line) == expected


def test_a_failed_year_known_by_the_day_of_issue_is_named():
    failed = "{annual_grade_decided: 2023 不合格, on: 2024-01-18}"
    assert verdict(order(5, "年限晋升", "2024-09-01"), failed) == (
        False,
        ("FAILED_YEAR",),
        "2025-09-01",
    )


def test_what_is_decided_between_the_day_and_the_issue_counts():
    failed = "{annual_grade_decided: 2024 不合格, on: 2025-01-20}"
    issued = order(5, "年限晋升", "2024-09-01", ", issued_on: 2025-02-01")
    assert verdict(issued, failed)[0] is False
    assert verdict(order(5, "年限晋升", "2024-09-01"), failed)[0] is True


def test_a_selection_may_come_any_day_after_the_period_while_a_place_is_free():
    full = "{level_quota_stated: 10, held_levels_1_to_3: 3, on: 2024-05-01}"
    late = order(3, "择优晋升", "2025-02-03")
    assert verdict(late, level=4, since="2020-05-01")[0] is True
    assert verdict(late, full, level=4, since="2020-05-01") == (False, ("QUOTA",), None)
    soon = order(3, "择优晋升", "2024-04-30")
    assert verdict(soon, level=4, since="2020-05-01") == (False, ("NOT_DUE",), "2024-05-01")


def test_the_first_level_follows_from_the_rule_without_an_order():
    lines = (
        "{service_entered: 勤务辅警, on: 2021-03-01}",
        "{education_recorded: 大专, on: 2021-03-01}",
    )
    done = walked("2024-08-31", *lines)
    assert (done.held.level, str(done.held.since), done.first_is_ordered) == (
        6,
        "2021-09-01",
        False,
    )
    ordered = walked("2024-08-31", *lines, order(5, "首次定级", "2021-09-01"))
    assert (ordered.held.level, ordered.first_is_ordered) == (5, True)


def test_a_first_order_of_promotion_is_judged_from_the_rules_first_level():
    lines = (
        "{service_entered: 勤务辅警, on: 2021-03-01}",
        "{education_recorded: 大专, on: 2021-03-01}",
    )
    done = walked("2025-01-01", *lines, order(5, "年限晋升", "2024-09-01"))
    assert (done.held.level, done.wrong) == (5, [])
    wrong = walked("2025-01-01", *lines, order(5, "年限晋升", "2024-05-01"))
    assert [w.why for w in wrong.wrong] == [("NOT_DUE",)]


def test_after_a_wrong_order_all_later_ones_are_set_aside():
    done = walked(
        "2028-01-01", SIX, order(5, "年限晋升", "2024-08-01"), order(4, "年限晋升", "2027-08-01")
    )
    assert [w.why for w in done.wrong] == [("NOT_DUE",), ("EARLIER_ORDER",)]
    assert [(o.to, str(o.on)) for o in done.owed] == [(5, "2024-09-01"), (4, "2027-09-01")]


def test_as_ordered_every_order_is_taken():
    done = walked("2024-08-15", SIX, order(5, "年限晋升", "2024-08-01"), as_ordered=True)
    assert (done.held.level, done.wrong) == (5, [])


def test_the_same_level_twice_on_one_day_is_one_order():
    done = walked("2024-08-15", SIX, SIX)
    assert (done.held.level, str(done.held.since), done.wrong) == (6, "2021-09-01", [])


def test_a_selection_promotes_once_and_from_its_day():
    done = walked("2025-01-01", FOUR, "{level_selected: 3, on: 2024-07-15}")
    assert [(o.to, o.ground, str(o.on)) for o in done.owed] == [
        (3, LevelManner.BY_SELECTION, "2024-07-15")
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{level_selected: 3, on: 2024-05-01}", True),
        ("{level_selected: 3, on: 2024-04-30}", False),
        ("{level_selected: 2, on: 2024-07-15}", False),
    ],
)
def test_a_choice_counts_for_the_next_level_once_eligible(line, found):
    from services.gateway.level.period import due

    s = around("2025-01-01", FOUR, line)
    one = held(4, "2020-05-01")
    assert (chosen(s, one, due(s, one, DAY("2025-01-01"))) is not None) is found


def test_without_a_statement_no_place_is_denied():
    assert has_place(around("2025-01-01"), held(4), DAY("2025-01-01")) is True
