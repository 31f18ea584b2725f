"""Grading policies: law and choice apart, wrong files refused, another bureau another table."""

import pytest

from services.assessment.grading.policy import ANNUAL_QUOTA, BUREAU_GRADE
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from tests.assessment.grading.choices import POLICIES, choice, quota

QUOTA = POLICIES / "bureaus/r0/annual_quota/2007-01-04.yaml"
GRADE = POLICIES / "bureaus/r0/bureau_grade/2010-01-01.yaml"


@pytest.mark.parametrize(
    ("day", "percent", "approved"),
    [("2019-12-31", 15, 20), ("2020-12-27", 15, 20), ("2020-12-28", 20, 25)],
)
def test_the_quota_of_excellent_is_dated(day, percent, approved):
    law = quota(day).law.excellent
    assert (law.percent, law.percent_approved) == (percent, approved)


@pytest.mark.parametrize("key", ["excellent", "percent", "percent_approved"])
def test_what_the_rule_fixes_is_not_a_choice(key):
    text = QUOTA.read_text(encoding="utf-8")
    with pytest.raises(SourceWrong, match="单位不可改"):
        read_version(f"{text}{key}: 1\n", str(QUOTA), ANNUAL_QUOTA, bureau="r0")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("percent: 20", "percent: 120", "100 or less"),
        ("exclude_group", "include_group", "'exclude_group'"),
        ("higher_public_review", "higher_review", "did you mean higher_public_review"),
        ("value: 8500", "value: 85.00", "85.00"),
    ],
)
def test_a_wrong_file_is_refused(old, new, words):
    text = GRADE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SourceWrong) as error:
        read_version(text.replace(old, new, 1), str(GRADE), BUREAU_GRADE, bureau="r0")
    assert words in str(error.value)


def test_two_bureaus_have_two_tables():
    assert (choice("r0").level_1.percent, choice("nine").level_1.percent) == (20, 15)
