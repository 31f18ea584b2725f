"""The policy in force, as the room would read it."""

import pytest

from services.roster.structure.api import shelf_of
from services.roster.structure.policy import STRUCTURE
from tests.roster.structure.files import TODAY


@pytest.fixture
def structure_policy():
    return shelf_of("r0").in_force(STRUCTURE.name, TODAY)
