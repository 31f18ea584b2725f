"""A list taken out as a workbook is the list its reader sees, in text, with who took it out."""

from io import BytesIO

from python_calamine import CalamineWorkbook

from tests.roster.organisation.bureau_of import made, post, serving

EVIL = "=HYPERLINK(0)"
WORDS = {"male": "男", "officer": "民警", True: "是"}


async def _book(roster, path, **more):
    answer = await roster.get("roster", path, **more)
    assert answer.status_code == 200, answer.text
    return CalamineWorkbook.from_filelike(BytesIO(answer.content))


async def test_the_rows_are_those_of_the_same_question(roster, monkeypatch):
    await made(roster)
    leader = await serving(roster, "队长", "team-1")
    other = await serving(roster, "李四")
    await post(roster, other, "team-2", data={"position": EVIL})
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )
    asks = {"role": "unit_leader", "person": leader}

    for who in ({}, asks):
        lines = (await roster.get("roster", "/v1/persons", **who)).json()["items"]
        book = await _book(roster, "/v1/persons?format=xlsx&limit=1", **who)
        rows = book.get_sheet_by_name("人员名单").to_python()
        assert rows[0][1] == "名称 name"
        assert [dict(zip(lines[0], row, strict=True)) for row in rows[1:]] == [
            {name: WORDS.get(value, value) or "" for name, value in line.items()} for line in lines
        ]
    assert len(rows) == 2
    notes = [row[0] for row in book.get_sheet_by_name("说明").to_python()]
    assert "test:unit_leader" in notes[1]
    pairs = (await _book(roster, "/v1/responsible-officers?format=xlsx")).get_sheet_by_name(
        "带辅民警名单"
    )
    assert pairs.to_python()[0][3] == "带辅民警编号 officer_id"
    units = (await _book(roster, "/v1/units?format=xlsx")).get_sheet_by_name("单位名单")
    assert len(units.to_python()) == 5
    monkeypatch.setattr("services.roster.api.EXPORT_ROWS_MAX", 1)
    assert (await roster.get("roster", "/v1/persons?format=xlsx")).status_code == 413
