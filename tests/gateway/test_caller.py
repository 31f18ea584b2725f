"""Who acts is settled when the request comes in. (In use: tests of proposal/ and payroll/.)"""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from services.gateway.caller import Caller


@pytest.mark.parametrize("field", ["sub", "person", "today"])
def test_nothing_on_the_way_makes_somebody_else_of_a_caller(field):
    caller = Caller("u", "p", date(2026, 1, 1))
    with pytest.raises(FrozenInstanceError):
        setattr(caller, field, "other")
