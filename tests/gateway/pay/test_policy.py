"""The pay laws: exact amounts, rising tables, wrong files refused."""

import pytest

from services.gateway.pay.policy import CONTRIBUTIONS, INCOME_TAX
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from tests.gateway.on_file import DAY, POLICIES, SHELF

TAX = POLICIES / "law/income_tax/2019-01-01.yaml"
CITY = POLICIES / "bureaus/r0/contributions/2010-01-01.yaml"


def law(name, day="2024-06-01"):
    return SHELF.in_force(name, DAY(day)).law


def refused(path, kind, old, new, bureau=None):
    text = path.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SourceWrong) as error:
        read_version(text.replace(old, new), str(path), kind, bureau=bureau)
    return str(error.value)


def test_amounts_are_fen_and_rates_are_parts_of_ten_thousand():
    assert law("income_tax").basic_deduction.monthly == 500_000
    assert law("contributions").housing_fund.rate_min == 500
    assert law("overtime").paid_days.month == 2_175


def test_quick_deductions_follow_from_the_rates():
    for table in (law("income_tax").year_table, law("income_tax").bonus_table):
        quick, before, limit = 0, 0, 0
        for step in table.steps:
            if before:
                quick += limit * (step.percent - before) // 100
            assert step.quick == quick
            before, limit = step.percent, step.up_to


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("up_to: 144000, percent: 10", "up_to: 30000, percent: 10", "up_to 须由低到高"),
        ("{percent: 45, quick: 181920}", "{up_to: 1, percent: 45, quick: 1}", "up_to 须由低到高"),
        ("monthly: 5000", "monthly: 5000.005", "at most two decimals"),
        ("monthly: 5000", "monthly: viel", "at most two decimals"),
        ("no_refund_in_year: {value: true", "no_refund_in_year: {value: false", "True"),
    ],
)
def test_a_tax_file_that_cannot_be_is_refused(old, new, words):
    assert words in refused(TAX, INCOME_TAX, old, new)


def test_what_the_law_limits_is_not_a_choice():
    told = refused(CITY, CONTRIBUTIONS, "rates:", "floor_percent: 50\nrates:", bureau="r0")
    assert "floor_percent: 这是法定项" in told


def test_a_contribution_nobody_knows_is_refused():
    told = refused(CITY, CONTRIBUTIONS, "养老: 0.08, 医疗", "养劳: 0.08, 医疗", bureau="r0")
    assert "rates.auxiliary.own" in told
