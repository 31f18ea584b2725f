"""Hands on proposals."""

import pytest

from tests.gateway.proposal.steps import Steps


@pytest.fixture
def steps(gateway):
    return Steps(gateway)
