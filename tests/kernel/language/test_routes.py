"""The description of a room's events is served to everybody, of that room only."""

import pytest

from services.kernel.event import event_types
from services.kernel.settings import version
from tests.bureau import open_bureau


@pytest.fixture
async def training(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["training"]) as bureau:
        yield bureau


async def test_anybody_may_read_it(training):
    answer = await training.get(
        "training", "/asyncapi.json", headers={"Authorization": "Bearer none"}
    )

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    described = answer.json()
    assert described["info"]["version"] == version()
    assert set(described["channels"]["training.events"]["messages"]) == set(event_types("training"))


async def test_a_parameter_it_does_not_have_is_refused(training):
    assert (await training.get("training", "/asyncapi.json?room=roster")).status_code == 422
