"""The assessment room over HTTP: recorded, read back, and scoped by the roster's facts."""

import pytest

from tests.bureau import open_bureau


@pytest.fixture
async def bureau(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster", "assessment"]) as opened:
        yield opened


async def test_a_fact_is_recorded_and_read_by_the_person(bureau):
    person = await bureau.register()
    await bureau.record(
        "assessment", person, "annual_grade_decided", "2024-01-10", year=2023, grade="称职"
    )
    own = await bureau.get(
        "assessment", f"/v1/persons/{person}/file", role="officer", person=person
    )

    assert [fact["type"] for fact in own.json()["facts"]] == ["assessment.annual_grade_decided.v1"]


async def test_a_leader_reads_the_own_people_by_where_the_roster_places_them(bureau):
    leader, mine, other = [await bureau.register(name) for name in ("甲", "乙", "丙")]
    for unit in ("a", "b"):
        await bureau.send(
            "POST",
            "roster",
            f"/v1/units/{unit}/facts/unit_created",
            body={
                "effective_on": "2020-01-01",
                "basis": "x",
                "data": {"name": unit, "kind": "team"},
            },
        )
    await bureau.record("roster", mine, "unit_assigned", "2020-01-01", unit_id="a")
    await bureau.record("roster", other, "unit_assigned", "2020-01-01", unit_id="b")
    await bureau.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="a", role="leader"
    )
    for person in (mine, other):
        await bureau.record(
            "assessment", person, "annual_grade_decided", "2024-01-10", year=2023, grade="称职"
        )
    seen = [
        (
            await bureau.get(
                "assessment", f"/v1/persons/{person}/file", role="unit_leader", person=leader
            )
        ).status_code
        for person in (mine, other)
    ]

    assert seen == [200, 404]


async def test_without_the_roster_scopes_fail_closed_and_the_bureau_goes_on(bureau):
    person = await bureau.register()
    await bureau.record(
        "assessment", person, "annual_grade_decided", "2024-01-10", year=2023, grade="称职"
    )
    del bureau.inside.apps[bureau.settings.port("roster")]
    leader = await bureau.get(
        "assessment", f"/v1/persons/{person}/file", role="unit_leader", person=person
    )
    hr = await bureau.get("assessment", f"/v1/persons/{person}/file")

    assert (leader.status_code, hr.status_code) == (503, 200)
