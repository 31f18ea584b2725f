"""The desk of pay runs."""

import pytest

from tests.gateway.payroll.desk import Desk


@pytest.fixture
async def desk(gateway):
    made = Desk(gateway)
    await gateway.units()
    return made
