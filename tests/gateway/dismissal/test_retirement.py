"""The retirement age, before and after it began to rise; days of the published table."""

import pytest

from services.roster.events import Sex
from tests.gateway.on_file import DAY, SHELF


def reached(day, birth_on, sex):
    law = SHELF.in_force("retirement", DAY(day)).law
    return [str(on) for on in law.reached_on(DAY(birth_on), sex)]


@pytest.mark.parametrize(
    ("birth_on", "sex", "before", "since"),
    [
        ("1964-12-31", Sex.MALE, ["2024-12-31"], ["2024-12-31"]),
        ("1965-01-15", Sex.MALE, ["2025-01-15"], ["2025-02-15"]),
        ("1965-04-15", Sex.MALE, ["2025-04-15"], ["2025-05-15"]),
        ("1965-05-15", Sex.MALE, ["2025-05-15"], ["2025-07-15"]),
        ("1976-09-15", Sex.MALE, ["2036-09-15"], ["2039-09-15"]),
        ("1990-01-15", Sex.MALE, ["2050-01-15"], ["2053-01-15"]),
        ("1975-01-15", Sex.FEMALE, ["2025-01-15", "2030-01-15"], ["2025-02-15", "2031-05-15"]),
        ("1990-01-15", Sex.FEMALE, ["2040-01-15", "2045-01-15"], ["2045-01-15", "2048-01-15"]),
    ],
)
def test_by_the_law_of_the_day_asked_about(birth_on, sex, before, since):
    assert reached("2024-12-31", birth_on, sex) == before
    assert reached("2025-01-01", birth_on, sex) == since


def test_who_is_of_no_known_sex_may_reach_any_of_them():
    assert len(reached("2024-01-01", "1980-01-01", None)) == 3
