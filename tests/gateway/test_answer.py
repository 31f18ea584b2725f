"""What the gateway will not decide past: facts it cannot read."""

from services.gateway.answer import shelf_of


async def test_a_fact_of_an_unknown_type_stops_that_person_and_nobody_else(gateway):
    person, other = await gateway.officer(), await gateway.officer()
    pool = gateway.apps["gateway"].state.pool
    await pool.execute(
        "insert into facts select room, pos + 1000, version, 4, effective_on, "
        "recorded_at, 'roster.from_the_future.v1', stream_id, subject, actor, correlation_id, "
        "basis, reason, gen_random_uuid(), command_id, causation_id, corrects, revokes, data, "
        "chain from facts where subject = $1 limit 1",
        person,
    )
    await pool.execute("update followed set pos = pos + 2000")
    path = "/v1/persons/{}/decisions/police_rank?as_of=2024-06-01"
    stopped = await gateway.get("gateway", path.format(person))
    going_on = await gateway.get("gateway", path.format(other))

    assert (stopped.status_code, stopped.json()["code"]) == (409, "fact_unreadable")
    assert "roster.from_the_future.v1" in stopped.json()["detail"]
    assert going_on.status_code == 200


def test_the_reference_bureau_has_its_policies():
    assert shelf_of("r0").bureau == "r0"
