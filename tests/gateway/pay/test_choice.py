"""A bureau's pay choices: only what it may choose, with the source of each."""

import pytest

from services.gateway.pay.choice import AUXILIARY_PAY, PAY
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from tests.gateway.on_file import DAY, POLICIES, SHELF

CHOICE = POLICIES / "bureaus/r0/pay/2010-01-01.yaml"
TABLE = POLICIES / "bureaus/r0/auxiliary_pay/2010-01-01.yaml"


def test_the_table_of_the_reference_bureau():
    choice = SHELF.in_force("auxiliary_pay", DAY("2024-06-01")).choice
    assert choice.level_wage.monthly == {
        7: 30_000,
        6: 50_000,
        5: 75_000,
        4: 100_000,
        3: 130_000,
        2: 165_000,
        1: 205_000,
    }


@pytest.mark.parametrize(
    ("path", "kind", "old", "new", "words"),
    [
        (CHOICE, PAY, "value: 20,", "value: 31,", "28 or less"),
        (CHOICE, PAY, "limit_percent: null", "limit_percent: 0", "must be 1 or more"),
        (CHOICE, PAY, "value: full,", "value: by_day,", "'full'"),
        (TABLE, AUXILIARY_PAY, "一线勤务: 2600", "一线勤物: 2600", "post_wage"),
        (TABLE, AUXILIARY_PAY, "base: 800", "base: -1", "0 to 100000000 yuan"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(path, kind, old, new, words):
    text = path.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SourceWrong) as error:
        read_version(text.replace(old, new), str(path), kind, bureau="r0")
    assert words in str(error.value)
