"""The roster alone, with the issuer, on a fresh database."""

import pytest

from tests.bureau import open_bureau


@pytest.fixture
async def roster(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        yield bureau
