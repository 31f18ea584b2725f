"""The desk of what-if."""

import pytest

from tests.gateway.whatif.desk import Desk


@pytest.fixture
async def desk(gateway):
    made = Desk(gateway)
    await gateway.units()
    return made
