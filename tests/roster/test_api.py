"""Lists, units and standings of the roster, as its callers see them."""

from uuid import uuid4

from tests.bureau import Bureau


async def _tree(roster: Bureau) -> None:
    rows = [
        ("bureau", "某市公安局", "bureau", None),
        ("brigade", "交警大队", "brigade", "bureau"),
        ("team-1", "一中队", "team", "brigade"),
        ("station", "城关派出所", "station", "bureau"),
    ]
    answer = await roster.send(
        "POST",
        "roster",
        "/v1/imports/unit_created",
        body={
            "basis": "机构文件",
            "rows": [
                {
                    "subject": unit,
                    "effective_on": "2000-01-01",
                    "data": {"name": name, "kind": kind}
                    | ({"parent_id": parent} if parent else {}),
                }
                for unit, name, kind, parent in rows
            ],
        },
    )
    assert answer.status_code == 201, answer.text


async def test_the_tree_is_listed_as_of_a_day(roster):
    await _tree(roster)

    now = (await roster.get("roster", "/v1/units")).json()
    before = (await roster.get("roster", "/v1/units?as_of=1999-12-31")).json()

    assert [unit["path"] for unit in now] == [
        "/bureau",
        "/bureau/brigade",
        "/bureau/brigade/team-1",
        "/bureau/station",
    ]
    assert before == []


async def test_a_leader_sees_the_people_of_the_subtree_and_nobody_else(roster):
    await _tree(roster)
    leader = await roster.register("王队")
    mine, other = await roster.register("李四"), await roster.register("赵六")
    await roster.record("roster", mine, "unit_assigned", "2020-01-01", unit_id="team-1")
    await roster.record("roster", other, "unit_assigned", "2020-01-01", unit_id="station")
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="brigade", role="leader"
    )

    seen = await roster.get("roster", "/v1/persons", role="unit_leader", person=leader)
    file = await roster.get(
        "roster", f"/v1/persons/{other}/file", role="unit_leader", person=leader
    )
    own = await roster.get("roster", f"/v1/persons/{mine}/file", role="unit_leader", person=leader)

    assert [line["person_id"] for line in seen.json()["items"]] == [mine]
    assert (file.status_code, own.status_code) == (404, 200)


async def test_a_stranger_and_nobody_look_alike(roster):
    person = await roster.register()
    someone = await roster.register("李四")

    stranger = await roster.get(
        "roster", f"/v1/persons/{person}/file", role="officer", person=someone
    )
    nobody = await roster.get(
        "roster", f"/v1/persons/{uuid4()}/file", role="officer", person=someone
    )

    assert stranger.status_code == nobody.status_code == 404
    assert stranger.json() | {"instance": ""} == nobody.json() | {"instance": ""}


async def test_pages_follow_one_another_without_a_gap(roster):
    people = {await roster.register(f"人员{n}") for n in "甲乙丙丁戊"}
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await roster.get("roster", f"/v1/persons?limit=2{cursor}")).json()
        seen += [line["person_id"] for line in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert len(seen) == 5
    assert set(seen) == people


async def test_a_standing_names_place_and_units_led(roster):
    await _tree(roster)
    leader = await roster.register()
    await roster.record("roster", leader, "unit_assigned", "2020-01-01", unit_id="brigade")
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2021-01-01", unit_id="brigade", role="leader"
    )

    at = {
        day: (await roster.get("roster", f"/v1/directory/{leader}?as_of={day}")).json()
        for day in ("2020-06-01", "2021-01-01")
    }

    assert at["2020-06-01"] == {"place": "/bureau/brigade", "leads": [], "left": False}
    assert at["2021-01-01"]["leads"] == ["/bureau/brigade"]


async def test_a_moved_unit_takes_its_people_along_from_the_day_it_moves(roster):
    await _tree(roster)
    person = await roster.register()
    await roster.record("roster", person, "unit_assigned", "2020-01-01", unit_id="team-1")
    moved = await roster.send(
        "POST",
        "roster",
        "/v1/units/team-1/facts/unit_moved",
        body={"effective_on": "2022-01-01", "basis": "x", "data": {"parent_id": "station"}},
    )
    assert moved.status_code == 201, moved.text

    paths = [
        (await roster.get("roster", f"/v1/directory/{person}?as_of={day}")).json()["place"]
        for day in ("2021-12-31", "2022-01-01")
    ]

    assert paths == ["/bureau/brigade/team-1", "/bureau/station/team-1"]
