"""No more places are promised than the quota has: whoever serves and every live batch count."""

import asyncio

from tests.roster.organisation.bureau_of import code, serving, unit_fact
from tests.roster.recruitment.steps import TODAY, open_batch, opened, paper, post, quota


async def test_refused_with_every_number(roster):
    await quota(roster, 5)
    for name in ("甲", "乙"):
        await serving(roster, name, "team-2", category="auxiliary_duty")
    await opened(roster, post(places=2, unit_id="team-2"))
    no = await open_batch(roster, post(places=1), post(post_no="02", unit_id="station"))
    assert code(no) == (409, "batch_over_quota")
    for part in ("员额 5", "在职 2", "已占 2", "尚余 1", "需 2"):
        assert part in no.json()["detail"]
    assert (await open_batch(roster, post())).status_code == 201


async def test_a_batch_that_is_over_gives_its_places_back(roster):
    await quota(roster, 1)
    one = await opened(roster)
    assert code(await open_batch(roster)) == (409, "batch_over_quota")
    assert (await paper(roster, one, "cancellation", reason="计划调整")).status_code == 201
    two = await opened(roster)
    await paper(roster, two, "closing")
    assert code(await open_batch(roster)) == (409, "batch_over_quota")
    assert (await paper(roster, two, "conclusion")).status_code == 201
    await opened(roster)


async def test_eight_batches_for_three_places_at_once(roster):
    await quota(roster, 3)
    answers = await asyncio.gather(*(open_batch(roster) for _ in range(8)))
    assert sorted(a.status_code for a in answers) == [201] * 3 + [409] * 5


async def test_no_batch_for_a_unit_that_is_not_there(roster):
    await quota(roster, 3)
    assert code(await open_batch(roster, post(unit_id="moon"))) == (409, "post_unit_not_found")
    await unit_fact(roster, "team-2", "unit_closed", str(TODAY))
    assert code(await open_batch(roster, post(unit_id="team-2"))) == (409, "unit_closed")
