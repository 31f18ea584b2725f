"""The structure route as its callers see it: forms, parameters, and who sees which part."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.bureau import Bureau

PATH = "/v1/tables/structure"


async def _two_teams(roster: Bureau) -> str:
    for unit, parent in (("bureau", None), ("team-1", "bureau"), ("team-2", "bureau")):
        data = {"name": unit, "kind": "team"} | ({"parent_id": parent} if parent else {})
        body = {"effective_on": "2000-01-01", "basis": "x", "data": data}
        path = f"/v1/units/{unit}/facts/unit_created"
        assert (await roster.send("POST", "roster", path, body=body)).status_code == 201
    leader = await roster.register("王队")
    for person, unit in ((leader, "team-1"), (await roster.register("李四"), "team-2")):
        await roster.record("roster", person, "service_entered", "2020-01-01", category="officer")
        await roster.record("roster", person, "unit_assigned", "2020-01-01", unit_id=unit)
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )
    return leader


async def test_a_leader_gets_the_own_part_and_asks_in_vain_for_others(roster):
    leader = await _two_teams(roster)
    asks = {"role": "unit_leader", "person": leader}

    whole = await roster.get("roster", PATH, **asks)
    own = await roster.get("roster", f"{PATH}?unit=team-1", **asks)
    others = [
        await roster.get("roster", f"{PATH}?unit={unit}", **asks)
        for unit in ("team-2", "bureau", "moon")
    ]

    assert (whole.json()["total"], own.json()["total"]) == (1, 1)
    assert [answer.status_code for answer in others] == [404] * 3
    assert (await roster.get("roster", f"{PATH}?unit=bureau")).json()["total"] == 2
    assert (await roster.get("roster", PATH, role="officer", person=leader)).status_code == 403


async def test_a_workbook_a_chart_and_either_language(roster):
    await _two_teams(roster)

    book = await roster.get("roster", f"{PATH}?format=xlsx")
    chart = await roster.get("roster", f"{PATH}?format=svg", headers={"Accept-Language": "en"})

    assert book.headers["content-disposition"].endswith('.xlsx"')
    assert "年龄" in CalamineWorkbook.from_filelike(BytesIO(book.content)).sheet_names
    assert chart.headers["content-type"].startswith("image/svg+xml")
    assert ">category (2)<" in chart.text


async def test_other_bands_than_the_policys(roster):
    await _two_teams(roster)

    found = (await roster.get("roster", f"{PATH}?service_years=0,5&ages=30,50")).json()

    lines = {t["name"]: [line["key"] for line in t["lines"]] for t in found["tables"]}
    assert lines["service"] == ["<5", "5+"]
    assert lines["age"] == ["<30", "30-49", "50+", "unknown"]


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ("ages=30,30", "query/ages"),
        ("ages=0,121", "query/ages"),
        ("service_years=0,999", "query/service_years"),
        ("ages=30;40", "query/ages"),
        ("format=pdf", "query/format"),
        ("unit=../x", "query/unit"),
        ("left_from=2026-13-01", "query/left_from"),
        ("left_from=2024-01-02&left_until=2024-01-01", None),
        ("as_of=1979-12-31", None),
    ],
)
async def test_what_cannot_be_asked_is_refused_with_the_parameter_named(roster, asked, pointer):
    answer = await roster.get("roster", f"{PATH}?{asked}")

    assert answer.status_code == 422
    if pointer:
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
