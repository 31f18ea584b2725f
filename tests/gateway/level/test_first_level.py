"""The first level: by education, after the probation months of the policy."""

import pytest

from services.gateway.level.first_level import first_level
from tests.gateway.level.files import around
from tests.gateway.on_file import DAY

ENTERED = "{service_entered: 勤务辅警, on: 2021-03-01}"


def found(*educations):
    s = around("2024-06-01", ENTERED, *educations)
    first = first_level(s.dossier, s.service.entered, s.choice)
    return first.level, str(first.on)


@pytest.mark.parametrize(
    ("education", "level"),
    [("高中", 7), ("中专", 7), ("大专", 6), ("本科", 5), ("硕士", 4), ("博士", 4), ("初中", None)],
)
def test_each_education_gives_its_level(education, level):
    assert found(f"{{education_recorded: {education}, on: 2020-01-01}}") == (level, "2021-09-01")


def test_the_highest_on_the_day_counts_and_a_later_one_does_not():
    college = "{education_recorded: 大专, on: 2020-07-01}"
    assert found(college, "{education_recorded: 高中, on: 2021-05-01}") == (6, "2021-09-01")
    assert found(college, "{education_recorded: 本科, on: 2021-09-01}") == (5, "2021-09-01")
    assert found(college, "{education_recorded: 本科, on: 2021-09-02}") == (6, "2021-09-01")


def test_the_only_education_counts_from_its_own_day():
    assert found("{education_recorded: 大专, on: 2022-01-10}") == (6, "2022-01-10")


def test_a_graduate_without_the_degree_counts_as_the_policy_says():
    assert found("{education_recorded: 博士, degree: false, on: 2020-01-01}")[0] == 5


def test_the_probation_is_the_policys_not_the_contracts():
    s = around(
        "2024-06-01",
        "{service_entered: 勤务辅警, probation_months: 2, on: 2021-03-01}",
        "{education_recorded: 大专, on: 2020-01-01}",
    )
    assert first_level(s.dossier, s.service.entered, s.choice).on == DAY("2021-09-01")
