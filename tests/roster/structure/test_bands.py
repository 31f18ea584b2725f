"""Where one band ends and the next begins."""

import pytest

from services.roster.structure.bands import age_names, name_in, year_names

AGES, YEARS = [18, 26, 40], [0, 1, 3, 10]


def test_they_are_called_as_the_published_tables_call_them():
    assert age_names(AGES) == ["18-25", "26-39", "40+"]
    assert year_names(YEARS) == ["<1", "1-3", "3-10", "10+"]


@pytest.mark.parametrize(
    ("age", "name"),
    [(17, "<18"), (18, "18-25"), (25, "18-25"), (26, "26-39"), (39, "26-39"), (40, "40+")],
)
def test_every_age_has_one(age, name):
    assert name_in(age_names(AGES), AGES, age) == name


@pytest.mark.parametrize(("years", "name"), [(0, "<1"), (1, "1-3"), (3, "3-10"), (10, "10+")])
def test_years_of_service_begin_a_band_when_they_are_complete(years, name):
    assert name_in(year_names(YEARS), YEARS, years) == name
