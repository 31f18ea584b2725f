"""Each place's conditions are data; what the law fixes no place can name, nor weights that lie."""

import pytest

from services.kernel.policy_files import POLICIES, load_shelf, read_version
from services.kernel.yaml_tree import SourceWrong
from services.roster.recruitment.policy import RECRUITMENT
from tests.roster.recruitment.places import PLACES, place

TEXT = (POLICIES / "bureaus/shantou/recruitment/2016-01-11.yaml").read_text()


def refused(text):
    with pytest.raises(SourceWrong) as wrong:
        read_version(text, "2016-01-11.yaml", RECRUITMENT, bureau="shantou")
    return str(wrong.value)


@pytest.mark.parametrize("name", PLACES)
def test_every_place_has_rules_of_its_own_over_the_same_law(name):
    law, choice = place(name)
    assert choice.publicity_days.value >= 5
    assert law == place("r0")[0]


def test_a_place_cannot_name_what_the_law_fixes():
    assert "[law]" in refused(TEXT + "adult: {value: 16, source: choice}\n")
    assert "[law]" in refused(TEXT + "barred_by_law: []\n")


def test_weights_make_a_whole():
    assert "100" in refused(TEXT.replace("percent: 50", "percent: 49"))


def test_a_category_has_one_set_of_rules():
    assert "one set of rules" in refused(TEXT.replace("[文职辅警]\n", "[勤务辅警]\n"))


def test_no_conditions_hold_before_the_first_version():
    from datetime import date

    from services.kernel.policy import NoPolicyInForce

    with pytest.raises(NoPolicyInForce):
        load_shelf(POLICIES, "r0", [RECRUITMENT]).in_force("recruitment", date(2015, 1, 1))
