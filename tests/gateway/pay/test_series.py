"""From which month a fact counts, and when two facts contradict each other."""

import pytest

from services.gateway.pay.months import month_named, name_of
from services.gateway.pay.series import NEXT, SAME_IF_FIRST, contradictions, counts_from
from tests.gateway.on_file import DAY, on_file


@pytest.mark.parametrize(
    ("on", "rule", "month"),
    [
        ("2024-03-01", SAME_IF_FIRST, "2024-03"),
        ("2024-03-02", SAME_IF_FIRST, "2024-04"),
        ("2024-03-01", NEXT, "2024-04"),
        ("2024-12-31", NEXT, "2025-01"),
        ("2024-01-10", NEXT, "2024-01"),  # The day of joining.
        ("2020-05-05", NEXT, "2024-01"),  # Before it.
        ("2024-01-11", NEXT, "2024-02"),
    ],
)
def test_counts_from(on, rule, month):
    assert name_of(counts_from(DAY(on), DAY("2024-01-10"), rule)) == month


def clashes(since, *lines):
    facts = on_file(*lines)
    return contradictions(facts, lambda f: f.data.level, month_named(since))


ONE_DAY = (
    "{auxiliary_level_awarded: 5, on: 2024-03-10}",
    "{auxiliary_level_awarded: 4, on: 2024-03-10}",
)


def test_two_levels_of_one_day_contradict():
    assert len(clashes("2024-01", *ONE_DAY)) == 1


def test_two_equal_ones_do_not():
    assert clashes("2024-01", ONE_DAY[0], ONE_DAY[0]) == []


def test_what_has_been_replaced_since_does_not_matter():
    later = "{auxiliary_level_awarded: 3, on: 2024-05-01}"
    assert clashes("2024-06", *ONE_DAY, later) == []
    assert len(clashes("2024-05", *ONE_DAY)) == 1
