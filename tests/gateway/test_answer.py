"""What the gateway will not decide past: facts it cannot read."""

from services.gateway.answer import shelf_of
from services.gateway.facts.store import facts_of
from services.gateway.record.replay import replay
from services.kernel.event import decode_fast


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


async def test_pay_asked_now_is_the_month_as_it_should_be_whenever_it_was_recorded(gateway):
    person = await gateway.register()
    for slug, data in (
        ("service_entered", {"category": "officer"}),
        ("pay_item_set", {"item": "post", "monthly_fen": 800_000}),
    ):
        await gateway.record("roster", person, slug, "2020-01-01", **data)
    await gateway.catch_up()
    path = f"/v1/persons/{person}/decisions/pay?as_of=2025-11-30"
    told = (await gateway.get("gateway", path)).json()["decision"]
    recorded = await gateway.send("POST", "gateway", path, body={})
    store = gateway.apps["gateway"].state.store
    event = (await store.read_stream(f"decision-{person}"))[-1]
    facts = await facts_of(gateway.apps["gateway"].state.pool, person)
    again = replay(decode_fast(event.type, event.data), facts, shelf_of("r0"))

    assert told["outcome"] == "PROPOSE"
    assert {line["month"] for line in told["lines"]} == {"2025-11"}
    assert told["reading"] == "as_known"
    assert recorded.status_code == 201
    assert again.equal, again.problem
