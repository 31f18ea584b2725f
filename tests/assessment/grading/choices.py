"""Grading policies of the bureaus, for the tests of this folder."""

from datetime import date
from functools import cache
from pathlib import Path

from services.assessment.grading.policy import ANNUAL_QUOTA, BUREAU_GRADE, BureauGradeChoice
from services.kernel.policy import Policy, Shelf
from services.kernel.policy_files import load_shelf

POLICIES = Path(__file__).parents[3] / "policies"


@cache
def shelf(bureau: str = "r0") -> Shelf:
    return load_shelf(POLICIES, bureau, [ANNUAL_QUOTA, BUREAU_GRADE])


def choice(bureau: str = "r0") -> BureauGradeChoice:
    found: BureauGradeChoice = shelf(bureau).in_force("bureau_grade", date(2024, 6, 1)).choice
    return found


def quota(day: str = "2024-06-01", bureau: str = "r0") -> Policy:
    return shelf(bureau).in_force("annual_quota", date.fromisoformat(day))
