"""The last place goes to one proposal, whoever asks at once, and is free again when it falls."""

import asyncio

import pytest

from services.gateway.places.reserve import PLACES_STREAM
from services.kernel.event import decode
from tests.gateway.conftest import gateway  # noqa: F401  the fixture
from tests.gateway.proposal.steps import Steps

AS_OF = "2024-06-01"


@pytest.fixture
def steps(gateway):  # noqa: F811
    return Steps(gateway)


async def _due(steps, *, held=59, stated=True):
    """An auxiliary of level four, chosen for level three; of sixty places one is free."""
    bureau = steps.gateway
    person = await bureau.register(category="auxiliary_duty")
    await bureau.record("roster", person, "auxiliary_level_awarded", "2019-05-01", level=4)
    if stated:
        said = {"headcount_quota": 200, "held_levels_1_to_3": held}
        await bureau.record("roster", person, "level_quota_stated", "2024-05-01", **said)
    await bureau.record("roster", person, "level_selected", "2024-05-10", level=3)
    await bureau.catch_up()
    path = f"/v1/persons/{person}/decisions/auxiliary_level?as_of={AS_OF}"
    recorded = await bureau.send("POST", "gateway", path, body={})
    assert recorded.status_code == 201, recorded.text
    return person, recorded.json()["event_id"]


async def test_three_at_once_and_one_place(steps):
    due = [await _due(steps) for _ in range(3)]
    answers = await asyncio.gather(*(steps.propose(*one) for one in due))
    codes = sorted((a.status_code, a.json().get("code")) for a in answers)
    assert codes == [(201, None), (409, "level_quota_full"), (409, "level_quota_full")]
    refused = next(a.json() for a in answers if a.status_code == 409)
    assert "60" in refused["detail"]

    won = [a.status_code for a in answers].index(201)
    await _approves_on(steps, due[won][1])
    reserved = await steps.gateway.apps["gateway"].state.store.read_stream(PLACES_STREAM)
    (place,) = reserved
    told = decode(place.type, place.data)
    assert (place.subject, told.taken, told.allowed) == (due[won][0], 59, 60)


async def _approves_on(steps, proposal):
    """Its own place is not counted against it."""
    assert [a.status_code for a in await steps.approve(proposal)] == [201, 201]


async def test_a_returned_proposal_gives_its_place_back(steps):
    first, second = await _due(steps), await _due(steps)
    assert (await steps.propose(*first)).status_code == 201
    assert (await steps.propose(*second)).json()["code"] == "level_quota_full"
    told = {"reason": "材料不全"}
    sent_back = await steps.post(f"/{first[1]}/return", told, role="approver", sub="test:chief-1")
    assert sent_back.status_code == 201
    assert (await steps.propose(*second)).status_code == 201


async def test_an_award_of_somebody_else_since_takes_the_place_of_an_open_proposal(steps):
    due = await _due(steps)
    assert (await steps.propose(*due)).status_code == 201
    other = await steps.gateway.register(category="auxiliary_duty")
    told = {"level": 3, "manner": "by_selection", "issued_on": "2024-05-20"}
    await steps.gateway.record("roster", other, "auxiliary_level_awarded", "2024-05-20", **told)
    await steps.gateway.catch_up()
    answers = await steps.approve(due[1])
    assert [a.json()["code"] for a in answers] == ["level_quota_full"] * 2


async def test_without_a_statement_nobody_knows_the_quota(steps):
    answer = await steps.propose(*await _due(steps, stated=False))
    assert (answer.status_code, answer.json()["code"]) == (409, "level_quota_not_stated")
