"""Steps on one batch at once: each is decided on what is there, so one of them wins."""

import asyncio

from tests.roster.organisation.bureau_of import code
from tests.roster.recruitment.steps import opened, paper, quota


async def test_of_many_closings_one_is_carried_out(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    answers = await asyncio.gather(*(paper(roster, batch, "closing") for _ in range(5)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409, 409]
    assert {code(a)[1] for a in answers if a.status_code == 409} == {"wrong_stage"}
