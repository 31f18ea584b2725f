"""The desk of policy drafts."""

import pytest

from tests.gateway.publication.desk import Desk


@pytest.fixture
async def press(gateway):
    return Desk(gateway)
