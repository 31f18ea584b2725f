"""A unit that fails its target: warnings, resignation, leaders held back (A-22)."""

from datetime import date

import pytest

from services.assessment.grading.unit_target import UnitYear, consequences
from tests.assessment.grading.choices import choice

RULES = choice().unit_failed


def year(number, *, met=False, main=("chief",), others=("deputy",)):
    return UnitYear(number, met, date(number + 1, 1, 15), main, others)


def told(*years, rules=RULES):
    return [(c.year, c.person, c.measure.value) for c in consequences(years, rules)]


def test_two_years_running_warn_twice_and_propose_resignation():
    assert told(year(2022), year(2023)) == [
        (2022, "chief", "written_warning"),
        (2023, "chief", "written_warning"),
        (2023, "chief", "resignation_proposed"),
        (2023, "deputy", "higher_post_barred"),
    ]


def test_the_others_are_held_back_for_a_year_from_the_result():
    barred = consequences([year(2022), year(2023)], RULES)[-1]
    assert (str(barred.on), str(barred.last_day)) == ("2024-01-15", "2025-01-14")


@pytest.mark.parametrize(
    "years",
    [
        (year(2022), year(2024)),
        (year(2022), year(2023, met=True), year(2024)),
        (year(2023),),
    ],
)
def test_a_year_between_ends_the_run(years):
    assert {measure for _, _, measure in told(*years)} == {"written_warning"}


def test_a_new_leader_is_warned_and_not_asked_to_resign():
    found = told(year(2022), year(2023, main=("new",)))
    assert (2023, "new", "written_warning") in found
    assert (2023, "new", "resignation_proposed") not in found


def test_the_order_of_the_years_given_is_irrelevant_and_a_third_year_goes_on():
    years = [year(2024), year(2022), year(2023)]
    assert told(*years) == told(*sorted(years, key=lambda y: y.year))
    assert (2024, "chief", "resignation_proposed") in told(*years)


def test_another_bureau_waits_for_three_years():
    nine = choice("nine").unit_failed
    assert len(told(year(2022), year(2023), rules=nine)) == 2
    assert (2024, "chief", "resignation_proposed") in told(
        year(2022), year(2023), year(2024), rules=nine
    )
