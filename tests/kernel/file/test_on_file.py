"""Who may mend an entry: for the whole bureau anybody's, else only the own."""

import pytest

from tests.bureau import open_bureau
from tests.roster.organisation.bureau_of import made, serving


@pytest.fixture
async def roster(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        yield bureau


async def test_a_leader_mends_what_he_recorded_and_nobody_elses_entry(roster):
    await made(roster)
    leader, member = (
        await serving(roster, "王队", "team-1"),
        await serving(roster, "张三", "team-1"),
    )
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )
    leads = {"role": "unit_leader", "person": leader}
    path = f"/v1/persons/{member}/facts/sanction_imposed"
    events = []
    for day, who in (("2024-01-01", {}), ("2024-02-01", leads)):
        body = {"effective_on": day, "basis": "x", "data": {"kind": "警告"}}
        answer = await roster.send("POST", "roster", path, body=body, **who)
        assert answer.status_code == 201, answer.text
        events += answer.json()["events"]
    revoking = {"basis": "x", "reason": "算了"}
    correcting = revoking | {"effective_on": "2024-01-02", "data": {"kind": "记过"}}

    async def mends(event: str, how: str, body: dict, **who) -> tuple[int, str | None]:
        answer = await roster.send("POST", "roster", f"{path}/{event}/{how}", body=body, **who)
        return answer.status_code, answer.json().get("code")

    assert await mends(events[0], "revocation", revoking, **leads) == (403, "entry_of_another")
    assert await mends(events[0], "correction", correcting, **leads) == (403, "entry_of_another")
    assert (await mends(events[1], "revocation", revoking, **leads))[0] == 201
    assert (await mends(events[0], "revocation", revoking))[0] == 201
    nobodys = "01a20f9d-365a-7051-a117-0dcbbf8f4d41"
    assert await mends(nobodys, "revocation", revoking, **leads) == (404, "fact_not_found")
