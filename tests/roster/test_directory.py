"""Places and leadership on the day asked, also in a tree that facts have made a loop of."""

from datetime import date


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
