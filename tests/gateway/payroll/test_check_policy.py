"""Every bureau says from which amounts on somebody looks, each with its source."""

from datetime import date

import pytest

from services.gateway.answer import shelf_of
from services.gateway.payroll.check_policy import PAY_CHECK


@pytest.mark.parametrize("bureau", ["r0", "nine", "shantou"])
def test_every_bureau_has_chosen(bureau):
    choice = shelf_of(bureau).in_force(PAY_CHECK.name, date(2024, 1, 1)).choice
    values = (choice.gross_max, choice.change_min, choice.special_deduction_max)
    assert [one.value for one in values] == [5_000_000, 300_000, 1_200_000]
    assert all("[CHOICE]" in one.source for one in values)
