"""A list of people sent again, changed, or by another hand makes nobody twice and loses nobody."""

import pytest

from services.kernel.sheet.writing import MEDIA_TYPE, Column, Page, workbook

NAMES = ["subject", "effective_on", "name", "sex", "category", "birth_on", "police_number"]
PATH = "/v1/workbooks/person_registered?basis=花名册"


def _row(name="张三", birth="1990-05-01", number=None, subject=None, day="2012-05-02"):
    return [subject, day, name, "男", "民警", birth, number]


@pytest.fixture
def send(roster):
    files: dict[str, bytes] = {}  # A file is the same bytes, not a new one of the same rows.

    async def sending(*rows):
        columns = [Column(name) for name in NAMES]
        data = files.setdefault(str(rows), workbook([Page("表", columns, rows)]))
        headers = {"Content-Type": MEDIA_TYPE}
        return await roster.send("POST", "roster", PATH, content=data, headers=headers)

    return sending


def told(answer):
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def _people(roster) -> int:
    return len((await roster.get("roster", "/v1/persons")).json()["items"])


async def test_two_rows_alike_are_two_people_or_one_and_nobody_guesses(roster, send):
    alike = await send(_row(), _row("李四"), _row())

    assert told(alike) == [("表!A2", "rows_alike"), ("表!A4", "rows_alike")]
    assert "2, 4" in alike.json()["errors"][0]["detail"]
    done = await send(_row(number="012345"), _row(number="012346"))
    assert done.json()["recorded"] == 2
    assert len({one["subject"] for one in done.json()["opened"]}) == 2


async def test_the_same_file_changes_nothing_and_another_with_the_same_person_asks(roster, send):
    first = await send(_row())
    again = await send(_row())
    assert (first.json()["recorded"], again.json()["already_recorded"]) == (1, 1)
    assert first.json()["opened"] == again.json()["opened"]

    later = await send(_row(), _row("李四"))
    assert told(later) == [("表!A2", "looks_recorded")]
    person = first.json()["opened"][0]["subject"]
    assert person in later.json()["errors"][0]["detail"]
    named = await send(_row(subject=person), _row("李四"))
    assert (named.json()["recorded"], named.json()["already_recorded"]) == (1, 1)
    assert await _people(roster) == 2


@pytest.mark.parametrize("number", [None, "012345"])
async def test_a_mended_cell_is_told_as_a_difference_and_doubles_nobody(roster, send, number):
    await send(_row(number=number))
    mended = await send(_row(number=number, birth="1990-06-01"))

    code = "row_changed" if number else "looks_recorded"
    assert told(mended) == [("表!F2", code)]
    assert await _people(roster) == 1


async def test_a_namesake_is_somebody_else_by_number_by_birth_and_day_or_by_word(roster, send):
    await send(_row(number="012345"))
    others = [
        _row(number="012346"),
        _row(birth="1985-01-01", day="2008-01-01"),
        _row(birth="1992-02-02", subject="新建"),
    ]
    for more, row in enumerate(others, start=2):
        assert (await send(row)).json().get("recorded") == 1, row
        assert await _people(roster) == more
    assert told(await send(_row(birth=None))) == [("表!A2", "looks_recorded")]
    exactly = await send(_row(birth="1985-01-01", day="2008-01-01", subject="新建"), _row("王五"))
    assert told(exactly)[0] == ("表!A2", "looks_recorded")


async def test_a_row_sent_again_after_its_correction_changes_nothing(roster, send):
    person = (await send(_row(number="012345"))).json()["opened"][0]["subject"]
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()["facts"]
    path = f"/v1/persons/{person}/facts/person_registered/{file[0]['event_id']}/correction"
    data = {"name": "张三", "sex": "male", "category": "officer", "birth_on": "1990-06-01"}
    body = {"effective_on": "2012-05-02", "basis": "身份证", "reason": "录错", "data": data}
    body["data"]["police_number"] = "012345"
    assert (await roster.send("POST", "roster", path, body=body)).status_code == 201

    assert (await send(_row(number="012345"))).json()["already_recorded"] == 1
