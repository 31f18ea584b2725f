"""The assessment room takes its own facts from its keeper, and from no other room's."""

import pytest

from tests.bureau import open_bureau


@pytest.fixture
async def bureau(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster", "assessment"]) as opened:
        yield opened


async def test_its_keeper_records_and_another_rooms_does_not(bureau):
    person = await bureau.register()
    path = f"/v1/persons/{person}/facts/annual_grade_decided"
    body = {"effective_on": "2024-01-10", "basis": "x", "data": {"year": 2023, "grade": "称职"}}
    other = await bureau.send("POST", "assessment", path, body=body, role="trainer")
    own = await bureau.send("POST", "assessment", path, body=body, role="assessor")

    assert (other.status_code, own.status_code) == (403, 201)
