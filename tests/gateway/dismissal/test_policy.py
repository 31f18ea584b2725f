"""Termination and dismissal policies: law and choice apart, wrong words refused."""

import pytest

from services.gateway.dismissal.policy import DISMISSAL, TERMINATION
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from tests.gateway.on_file import DAY, POLICIES, shelf_of

CHOICE = POLICIES / "bureaus/r0/termination/2016-01-11.yaml"


@pytest.mark.parametrize("key", ["notice_days", "bars", "punishments", "union_told"])
def test_what_the_law_fixes_is_not_a_choice(key):
    text = CHOICE.read_text(encoding="utf-8")
    with pytest.raises(SourceWrong, match="单位不可改"):
        read_version(f"{text}{key}: 1\n", str(CHOICE), TERMINATION, bureau="r0")


@pytest.mark.parametrize(("bureau", "years"), [("r0", 2), ("nine", 2), ("shantou", 1)])
def test_each_place_has_its_own_ground(bureau, years):
    choice = shelf_of(bureau).in_force("termination", DAY("2024-06-01")).choice
    assert choice.failed_years.years == years


def test_the_law_is_one_for_all_places():
    nine, other = (
        shelf_of(b).in_force(TERMINATION.name, DAY("2024-06-01")).law for b in ("nine", "shantou")
    )
    assert nine == other


def test_dismissal_is_older_than_its_present_article_numbers():
    law = shelf_of("r0").in_force(DISMISSAL.name, DAY("2010-01-01")).law
    assert law.incompetent.years_running == 2
