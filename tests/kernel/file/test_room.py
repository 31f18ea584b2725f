"""A room of files over HTTP: recorded, read back, and scoped by the roster's facts."""

import pytest

from services.kernel.file.room import file_grants
from services.kernel.web.permissions import Role
from tests.bureau import open_bureau

FACTS = pytest.mark.parametrize(
    ("room", "slug", "data"),
    [
        ("assessment", "annual_grade_decided", {"year": 2023, "grade": "称职"}),
        ("training", "course_passed", {"course": "晋督训练"}),
    ],
)


@pytest.fixture
async def bureau(fresh_database, tmp_path, room):
    async with open_bureau(fresh_database, tmp_path, ["roster", room]) as opened:
        yield opened


@FACTS
async def test_a_fact_is_recorded_and_read_by_the_person(bureau, room, slug, data):
    person = await bureau.register()
    await bureau.record(room, person, slug, "2024-01-10", **data)
    own = await bureau.get(room, f"/v1/persons/{person}/file", role="officer", person=person)

    assert [fact["type"] for fact in own.json()["facts"]] == [f"{room}.{slug}.v1"]


@FACTS
async def test_a_leader_reads_the_own_people_by_where_the_roster_places_them(
    bureau, room, slug, data
):
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
        await bureau.record(room, person, slug, "2024-01-10", **data)
    seen = [
        (
            await bureau.get(room, f"/v1/persons/{person}/file", role="unit_leader", person=leader)
        ).status_code
        for person in (mine, other)
    ]

    assert seen == [200, 404]


@FACTS
async def test_without_the_roster_scopes_fail_closed_and_the_bureau_goes_on(
    bureau, room, slug, data
):
    person = await bureau.register()
    await bureau.record(room, person, slug, "2024-01-10", **data)
    del bureau.inside.apps[bureau.settings.port("roster")]
    leader = await bureau.get(room, f"/v1/persons/{person}/file", role="unit_leader", person=person)
    hr = await bureau.get(room, f"/v1/persons/{person}/file")

    assert (leader.status_code, hr.status_code) == (503, 200)


def test_the_keeper_records_as_hr_does_and_nobody_else():
    lines = file_grants("training", Role.TRAINER)
    recording = {line.role for line in lines if str(line.permission).endswith(".record")}

    assert recording == {Role.HR, Role.TRAINER}
