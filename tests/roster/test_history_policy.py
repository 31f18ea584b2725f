"""The bounds of a history are those of its own day; before the first ones, those."""

from datetime import date

import pytest

from services.roster.events import Category
from tests.roster.on_file import bounds


@pytest.mark.parametrize("bureau", ["r0", "nine", "shantou"])
def test_a_bureau_may_ask_for_more_years_than_the_law_and_not_for_officers(bureau):
    aide, source = bounds(bureau).entry_age(Category.AUXILIARY_DUTY, date(2020, 1, 1))

    assert aide == 18
    assert source == bounds(bureau).choice(date(2020, 1, 1)).auxiliary_age_min.source
    assert bounds(bureau).entry_age(Category.CIVIL, date(2020, 1, 1))[0] == 16
    assert bounds(bureau).entry_age(Category.OFFICER, date(2020, 1, 1))[0] == 18


def test_days_before_the_first_version_are_read_by_it():
    assert bounds().law(date(1960, 1, 1)).effective_from == date(1995, 2, 28)
    assert bounds().choice(date(1960, 1, 1)) is not None


@pytest.mark.parametrize(
    ("day", "last_day", "most"),
    [
        (date(2007, 1, 1), date(2007, 12, 31), 6),
        (date(2008, 1, 1), date(2008, 12, 31), 2),
        (date(2008, 1, 1), date(2008, 12, 30), 1),
        (date(2008, 1, 1), None, 6),
    ],
)
def test_probation_by_the_length_of_the_term(day, last_day, most):
    assert bounds().law(day).probation.months_max(day, last_day) == most
