"""Places and leadership on the day asked, also in a tree that facts have made a loop of."""

from datetime import date

from tests.roster.organisation.bureau_of import made, serving


async def test_a_loop_in_the_tree_ends(roster):
    # No fact makes one any more; a table that was tampered with might.
    await roster.apps["roster"].state.pool.execute(
        "insert into unit_versions (unit_id, from_on, name, kind, parent_id, closed)"
        " select a, '2020-01-01', a, 'team', b, false from (values ('a', 'b'), ('b', 'a')) v(a, b)"
    )
    person = await roster.register()
    await roster.record("roster", person, "unit_assigned", "2020-01-01", unit_id="a")
    directory = roster.apps["roster"].state.parts.directory

    assert await directory.place_of(person, date(2024, 1, 1)) is None


async def test_nobody_has_no_place_and_leads_nothing(roster):
    directory = roster.apps["roster"].state.parts.directory

    assert await directory.place_of("nobody", date(2024, 1, 1)) is None
    assert await directory.units_led_by("nobody", date(2024, 1, 1)) == []


async def test_a_relieved_leader_leads_until_the_day_before(roster):
    await roster.send(
        "POST",
        "roster",
        "/v1/units/a/facts/unit_created",
        body={"effective_on": "2020-01-01", "basis": "x", "data": {"name": "a", "kind": "team"}},
    )
    person = await roster.register()
    await roster.record(
        "roster", person, "unit_leader_appointed", "2020-01-01", unit_id="a", role="leader"
    )
    await roster.record("roster", person, "unit_leader_relieved", "2022-01-01", unit_id="a")
    directory = roster.apps["roster"].state.parts.directory

    assert await directory.units_led_by(person, date(2021, 12, 31)) == ["/a"]
    assert await directory.units_led_by(person, date(2022, 1, 1)) == []


async def test_who_left_keeps_no_power(roster):
    await made(roster)
    leader = await serving(roster, "王队", "team-1")
    member = await serving(roster, "张三", "team-1")
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )
    asks = {"role": "unit_leader", "person": leader}
    assert (await roster.get("roster", f"/v1/persons/{member}/file", **asks)).status_code == 200
    await roster.record("roster", leader, "service_left", "2024-01-01", kind="dismissed")
    refused = [
        await roster.get("roster", f"/v1/persons/{member}/file", **asks),
        await roster.get("roster", "/v1/persons", role="hr", person=leader),
        await roster.get("roster", f"/v1/persons/{leader}/file", role="officer", person=leader),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {
        (403, "no_longer_serving")
    }
    directory = roster.apps["roster"].state.parts.directory
    assert await directory.units_led_by(leader, date(2024, 1, 1)) == ["/bureau/station/team-1"]
    assert await directory.units_led_by(leader, date(2024, 1, 2)) == []
    assert await directory.place_of(leader, date(2024, 1, 2)) is None

    await roster.record("roster", leader, "service_entered", "2025-01-01", category="officer")
    answer = await roster.get("roster", "/v1/persons", role="hr", person=leader)
    assert answer.status_code == 200
    assert await directory.place_of(leader, date(2025, 1, 1)) is None  # Until posted again.
