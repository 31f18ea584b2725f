"""A late fact changes the answer: the proposal is superseded, with what made the difference."""

import msgspec

from tests.gateway.conftest import gateway  # noqa: F401  the fixture


async def test_a_late_sanction_supersedes_the_proposal_naming_itself(gateway):  # noqa: F811
    person = await gateway.officer()
    path = f"/v1/persons/{person}/decisions/police_rank?as_of=2024-06-01"
    recorded = (await gateway.send("POST", "gateway", path, body={})).json()["event_id"]
    body = {"person_id": person, "decision": recorded}
    await gateway.send("POST", "gateway", "/v1/proposals", body=body)
    review = f"/v1/proposals/{recorded}/review"
    before = await gateway.send("POST", "gateway", review)
    imposed = await gateway.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    await gateway.catch_up()
    after = await gateway.send("POST", "gateway", review)
    log = gateway.apps["gateway"].state.store
    told = msgspec.json.decode((await log.read_stream(f"proposal-{recorded}"))[-1].data)
    listed = (await gateway.get("gateway", f"/v1/persons/{person}/decisions")).json()

    assert before.json()["stage"] == "proposed"
    assert after.json()["stage"] == "superseded"
    assert (told["replaces"], told["new_outcome"]) == (recorded, "BLOCKED")
    assert told["because"] == imposed["events"]
    assert [line["outcome"] for line in listed] == ["PROMOTE", "BLOCKED"]
    assert listed[-1]["decision_sha256"] == told["new_decision_sha256"]
