"""What the organisation cannot be is refused under the head row, and nothing of it stays."""

import asyncio
from datetime import date

import pytest

from services.roster import views
from services.roster.organisation.guard import refusal_in
from services.roster.unit.tree import UnitVersion, tree_on
from tests.roster.organisation.bureau_of import code, made, post, serving, unit_fact


async def test_a_unit_never_comes_below_itself_now_or_later(roster):
    await made(roster)
    later = await unit_fact(roster, "team-2", "unit_moved", "2030-01-01", parent_id="team-1")
    assert code(later)[1] == "effective_on_too_far_ahead"
    assert (
        await unit_fact(roster, "team-2", "unit_moved", "2027-01-01", parent_id="team-1")
    ).is_success

    now = await unit_fact(roster, "station", "unit_moved", "2024-01-01", parent_id="team-1")
    then = await unit_fact(roster, "team-1", "unit_moved", "2026-01-01", parent_id="team-2")

    assert code(now) == code(then) == (409, "unit_loop")
    assert "team-1 → team-2 → team-1" in then.json()["detail"]
    tree = (await roster.get("roster", "/v1/units?as_of=2026-06-01")).json()
    assert {u["path"] for u in tree if u["unit_id"].startswith("team")} == {
        "/bureau/station/team-1",
        "/bureau/station/team-2",
    }


async def test_two_moves_at_once_that_only_together_make_a_loop(roster):
    await made(roster)
    answers = await asyncio.gather(
        unit_fact(roster, "team-1", "unit_moved", "2024-01-01", parent_id="team-2"),
        unit_fact(roster, "team-2", "unit_moved", "2024-01-01", parent_id="team-1"),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_a_unit_closes_when_nobody_and_nothing_is_left_in_it(roster):
    await made(roster)
    person = await serving(roster, "张三", "team-1")
    await roster.record(
        "roster", person, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )

    assert (
        code(await unit_fact(roster, "station", "unit_closed", "2024-01-01"))[1] == "unit_has_parts"
    )
    full = await unit_fact(roster, "team-1", "unit_closed", "2024-01-01")
    assert code(full) == (409, "unit_has_people")
    assert "张三" in full.json()["detail"]
    assert (await post(roster, person, "team-2", "2024-01-01")).is_success
    # Posted away, he leads it no more; named again, he leads it beside his own post (兼任).
    await roster.record(
        "roster", person, "unit_leader_appointed", "2024-01-01", unit_id="team-1", role="leader"
    )
    led = await unit_fact(roster, "team-1", "unit_closed", "2024-01-01")
    assert code(led) == (409, "unit_has_leaders")
    await roster.record("roster", person, "unit_leader_relieved", "2024-01-01", unit_id="team-1")
    assert (await unit_fact(roster, "team-1", "unit_closed", "2024-01-01")).is_success

    late = await post(roster, person, "team-1", "2025-01-01")
    below = await unit_fact(
        roster, "squad", "unit_created", "2025-01-01", name="x", kind="squad", parent_id="team-1"
    )
    assert (code(late)[1], code(below)[1]) == ("unit_closed", "parent_unit_closed")
    # In an import the row is named.
    rows = [{"subject": person, "effective_on": "2025-01-01", "data": {"unit_id": "team-1"}}]
    answer = await roster.send(
        "POST", "roster", "/v1/imports/unit_assigned", body={"basis": "x", "rows": rows}
    )
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("/rows/0", "unit_closed")
    ]


async def test_who_left_before_is_no_reason_to_keep_a_unit(roster):
    await made(roster)
    gone = await serving(roster, "李四", "team-1")
    await roster.record("roster", gone, "service_left", "2023-12-31", kind="resigned")

    assert code(await unit_fact(roster, "team-1", "unit_closed", "2023-12-31"))[0] == 409
    assert (await unit_fact(roster, "team-1", "unit_closed", "2024-01-01")).is_success


async def test_nobody_is_left_in_a_closed_unit_by_a_posting_written_down_late(roster):
    await made(roster)
    assert (await unit_fact(roster, "team-1", "unit_closed", "2024-01-01")).is_success
    assert (await unit_fact(roster, "team-2", "unit_closed", "2027-01-01")).is_success
    person = await serving(roster, "张三")

    late = await post(roster, person, "team-1", "2022-01-01")
    doomed = await post(roster, person, "team-2", "2022-01-01")
    assert (code(late)[1], code(doomed)[1]) == ("unit_closed", "unit_closed")
    moved = await post(roster, person, "station", "2023-01-01")
    assert moved.is_success
    assert (await post(roster, person, "team-1", "2022-01-01")).is_success
    back = f"/v1/persons/{person}/facts/unit_assigned/{moved.json()['events'][0]}/revocation"
    revoked = await roster.send("POST", "roster", back, body={"basis": "x", "reason": "误登"})
    assert code(revoked) == (409, "unit_closed")


async def test_facts_of_units_are_mended_under_the_same_guard(roster):
    await made(roster)
    person = await serving(roster, "张三", "team-1")
    closed = await unit_fact(roster, "team-2", "unit_closed", "2024-01-01")
    file = (await roster.get("roster", "/v1/units/team-1/file")).json()
    created = file["facts"][0]["event_id"]
    quota = {"category": "officer", "places": 3}
    wrong = await unit_fact(roster, "station", "unit_quota_approved", "2020-01-01", **quota)

    async def mend(unit, slug, event, how, **body):
        path = f"/v1/units/{unit}/facts/{slug}/{event}/{how}"
        told = {"basis": "x", "reason": "误登"} | body
        return await roster.send("POST", "roster", path, body=told)

    gone = await mend("team-1", "unit_created", created, "revocation")
    assert code(gone) == (409, "unit_has_people")
    below = {"name": "一中队", "kind": "team", "parent_id": "team-2"}
    moved = {"effective_on": "2000-01-01", "data": below}
    assert code(await mend("team-1", "unit_created", created, "correction", **moved)) == (
        409,
        "parent_unit_closed",
    )
    event = closed.json()["events"][0]
    assert (await mend("team-2", "unit_closed", event, "revocation")).is_success
    assert (await mend("team-1", "unit_created", created, "correction", **moved)).is_success
    place = (await roster.get("roster", f"/v1/directory/{person}")).json()["place"]
    assert place == "/bureau/station/team-2/team-1"
    right = {"effective_on": "2020-01-01", "data": quota | {"places": 5}}
    event = wrong.json()["events"][0]
    assert (await mend("station", "unit_quota_approved", event, "correction", **right)).is_success
    unit = (await roster.get("roster", "/v1/units/station")).json()
    assert [use["places"] for use in unit["quotas"]] == [5]
    assert (await roster.get("roster", "/v1/units/moon/file")).status_code == 404


async def test_only_an_officer_answers_for_an_auxiliary(roster):
    civil = await serving(roster, "文员", category="civil")
    auxiliary = await serving(roster, "辅警", category="auxiliary_duty")
    path = f"/v1/persons/{auxiliary}/facts/responsible_officer_assigned"
    body = {"effective_on": "2024-01-01", "basis": "x", "data": {"officer_id": civil}}

    assert code(await roster.send("POST", "roster", path, body=body)) == (
        422,
        "responsible_not_an_officer",
    )


async def test_read_models_are_made_anew_without_asking_again(roster):
    await made(roster)
    person = await serving(roster, "张三", "team-1")
    app = roster.apps["roster"]
    await app.state.pool.execute("delete from unit_versions where unit_id = 'team-1'")
    await app.state.pool.execute(
        "insert into unit_versions values ('team-1', '2000-01-01', 'x', 'team', null, true)"
    )
    events = await app.state.store.read_subject(person)
    async with app.state.pool.acquire() as connection, connection.transaction():
        await views.project(connection, events)


@pytest.mark.parametrize(("levels", "wrong"), [(12, None), (13, "unit_too_deep")])
def test_a_tree_has_twelve_levels(levels, wrong):
    day = date(2024, 1, 1)
    chain = [
        UnitVersion(f"u{n}", day, "x", "team", f"u{n - 1}" if n else None, closed=False)
        for n in range(levels)
    ]
    refused = refusal_in(tree_on(chain, day), "u0")

    assert (refused and refused.code) == wrong


@pytest.mark.parametrize(
    ("data", "day", "refused"),
    [
        ({"kind": "division", "parent_id": "team-1"}, "2020-01-01", "unit_kind_above"),
        ({"kind": "station", "parent_id": "team-1"}, "2020-01-01", "unit_kind_above"),
        ({"kind": "team", "parent_id": "nope"}, "2020-01-01", "parent_unit_unknown"),
        ({"kind": "team", "parent_id": "station"}, "1999-12-31", "parent_unit_unknown"),
        ({"kind": "office", "parent_id": "team-1"}, "2020-01-01", None),
        ({"kind": "squad", "parent_id": "team-1"}, "2000-01-01", None),
        ({"kind": "team", "parent_id": "team-1"}, "2020-01-01", None),
    ],
)
async def test_a_unit_is_below_one_that_is_there_and_of_no_lower_kind(roster, data, day, refused):
    await made(roster)
    answer = await unit_fact(roster, "new", "unit_created", day, name="新设", **data)

    assert (answer.status_code, answer.json().get("code")) == ((409 if refused else 201), refused)


async def test_a_unit_where_people_served_was_not_set_up_later(roster):
    await made(roster)
    person = await serving(roster, "张三")
    assert (await post(roster, person, "team-1", "2022-03-01")).is_success
    file = (await roster.get("roster", "/v1/units/team-1/file")).json()
    path = f"/v1/units/team-1/facts/unit_created/{file['facts'][0]['event_id']}/correction"
    data = {"name": "一中队", "kind": "team", "parent_id": "station"}

    async def corrected(day: str):
        body = {"effective_on": day, "basis": "x", "reason": "日期有误", "data": data}
        return await roster.send("POST", "roster", path, body=body)

    assert code(await corrected("2022-03-02")) == (409, "unit_had_people_before")
    assert (await corrected("2022-03-01")).is_success
