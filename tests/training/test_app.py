"""The training room takes its own facts from its keeper, and from no other room's."""

import pytest

from tests.bureau import open_bureau


@pytest.fixture
async def bureau(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster", "training"]) as opened:
        yield opened


async def test_its_keeper_records_and_another_rooms_does_not(bureau):
    person = await bureau.register()
    path = f"/v1/persons/{person}/facts/course_passed"
    body = {"effective_on": "2024-01-10", "basis": "x", "data": {"course": "晋督训练"}}
    other = await bureau.send("POST", "training", path, body=body, role="assessor")
    own = await bureau.send("POST", "training", path, body=body, role="trainer")

    assert (other.status_code, own.status_code) == (403, 201)
