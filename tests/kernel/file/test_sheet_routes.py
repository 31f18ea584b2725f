"""Workbooks over HTTP: templates, dry run, all or nothing, and hostile bytes at the door."""

from io import BytesIO
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from services.kernel.sheet.writing import MEDIA_TYPE, Column, Page, workbook
from tests.bureau import Bureau, open_bureau
from tests.kernel.sheet.hostile import HOSTILE

PEOPLE = "/v1/workbooks/person_registered"
NAMES = ["effective_on", "name", "sex", "category", "police_number"]


@pytest.fixture
async def roster(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster", "training"]) as bureau:
        yield bureau


def _book(names, *rows) -> bytes:
    return workbook([Page("表", [Column(name) for name in names], rows)])


def _people(count: int, **other) -> list[list]:
    rows = [["2020-01-01", f"人{'甲乙丙丁戊'[n]}", "男", "民警", f"{n:06}"] for n in range(count)]
    for at, cell in other.items():
        rows[int(at[1:])][1] = cell
    return rows


async def _send(roster: Bureau, path: str, data: bytes, asked: str = "?basis=台账", **more):
    room = more.pop("room", "roster")
    headers = {"Content-Type": MEDIA_TYPE}
    return await roster.send("POST", room, path + asked, content=data, headers=headers, **more)


async def _head(roster: Bureau) -> int:
    return (await roster.get("roster", "/v1/feed/head", role="system")).json()["pos"]


async def test_tried_first_then_taken_and_twice_is_once(roster):
    data = _book(NAMES, *_people(5))

    tried = await _send(roster, PEOPLE, data, "?basis=台账&dry_run=true")
    assert (tried.status_code, await _head(roster)) == (201, 0)
    assert (tried.json()["recorded"], tried.json()["dry_run"]) == (5, True)
    done = await _send(roster, PEOPLE, data)
    again = await _send(roster, PEOPLE, data)

    assert (done.json()["recorded"], again.json()["already_recorded"]) == (5, 5)
    assert await _head(roster) == 5
    listed = (await roster.get("roster", "/v1/persons")).json()["items"]
    file = await roster.get("roster", f"/v1/persons/{listed[0]['person_id']}/file")
    basis = file.json()["facts"][0]["basis"]
    assert basis.startswith(f"台账 [xlsx sha256={done.json()['sha256']} 表!")


async def test_one_wrong_cell_and_nothing_is_recorded(roster):
    data = _book(NAMES, *_people(3, n2="张\u202e三"))
    answer = await _send(roster, PEOPLE, data)

    assert answer.status_code == 422
    told = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert told == [("表!B4", "control_character")]
    assert await _head(roster) == 0


async def test_people_are_called_by_number_and_never_by_a_name_alone(roster):
    assert (await _send(roster, PEOPLE, _book(NAMES, *_people(3, n2="人甲")))).is_success
    names = ["subject", "effective_on", "sex", "level"]
    path = "/v1/workbooks/education_recorded"

    def rows(*called):
        return _book([names[0], names[1], names[3]], *([c, "2010-07-01", "本科"] for c in called))

    wrong = await _send(roster, path, rows("人甲", "000001", "谁", str(uuid4())))
    told = [(error["pointer"], error["code"]) for error in wrong.json()["errors"]]
    assert told == [
        ("表!A2", "second_mark_required"),
        ("表!A4", "subject_unknown"),
        ("表!A5", "person_not_registered"),
    ]
    unknown = await _send(roster, path, rows(str(uuid4())))
    assert [(e["pointer"], e["code"]) for e in unknown.json()["errors"]] == [
        ("表!A2", "person_not_registered")
    ]
    assert (await _send(roster, path, rows("000001", "000002"))).json()["recorded"] == 2
    trained = await _send(roster, "/v1/workbooks/course_passed", rows("人乙"), room="training")
    assert trained.status_code == 422


async def test_nobody_takes_over_facts_about_himself(roster):
    person = await roster.register()
    data = _book(["subject", "effective_on", "rank"], [person, "2020-01-01", "三级警司"])
    for who, status in ((person, 422), (str(uuid4()), 201)):
        answer = await _send(roster, "/v1/workbooks/rank_awarded", data, person=who)
        assert answer.status_code == status, answer.text
        if status == 422:
            told = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
            assert told == [("表!A2", "own_file")]


async def test_a_dry_run_meets_what_only_the_append_can_refuse(roster):
    quota = {"category": "officer", "places": 1}
    for slug, data in (
        ("unit_created", {"name": "所", "kind": "station"}),
        ("unit_quota_approved", quota),
    ):
        body = {"effective_on": "2000-01-01", "basis": "x", "data": data}
        await roster.send("POST", "roster", f"/v1/units/station/facts/{slug}", body=body)
    people = [await roster.register(name) for name in ("人甲", "人乙")]
    for one in people:
        await roster.record("roster", one, "service_entered", "2020-01-01", category="officer")
    before = await _head(roster)
    names = ["subject", "effective_on", "unit_id"]
    data = _book(names, *([person, "2020-01-01", "station"] for person in people))

    for asked in ("?basis=x&dry_run=true", "?basis=x"):
        answer = await _send(roster, "/v1/workbooks/unit_assigned", data, asked)
        errors = answer.json()["errors"]
        assert [error["code"] for error in errors] == ["over_quota"]
        assert errors[0]["pointer"][:3] == "表!A"
    assert await _head(roster) == before


async def test_templates_and_who_gets_them(roster):
    book = await roster.get("roster", f"{PEOPLE}/template")

    opened = CalamineWorkbook.from_filelike(BytesIO(book.content))
    header = opened.get_sheet_by_name("人员建档").to_python()[0]
    assert header[:2] == ["人员 subject", "生效日期 * effective_on"]
    assert "姓名 * name" in header
    assert "filename*=UTF-8''" in book.headers["content-disposition"]
    assert (await roster.get("roster", f"{PEOPLE}/template", role="officer")).status_code == 403


@pytest.mark.parametrize("name", ["bomb", "laughs", "formula", "million rows", "nothing"])
async def test_hostile_bytes_are_refused_at_the_door_too(roster, name):
    make, code = HOSTILE[name]
    answer = await _send(roster, PEOPLE, make())

    assert answer.status_code in {413, 422}
    assert answer.json()["code"] == code


async def test_other_media_types_and_no_basis(roster):
    data = _book(NAMES, *_people(1))
    plain = await roster.send("POST", "roster", PEOPLE, body={"basis": "x"})
    none = await _send(roster, PEOPLE, data, "")

    assert (plain.status_code, none.status_code) == (415, 422)
    assert none.json()["errors"][0]["code"] == "basis_missing"
    refused = await _send(roster, PEOPLE, data, role="officer")
    assert refused.status_code == 403


async def test_all_mistakes_come_in_one_round_whoever_finds_them(roster):
    assert (await _send(roster, PEOPLE, _book(NAMES, *_people(2)))).is_success
    names = ["subject", "effective_on", "kind", "last_day", "probation_months"]
    rows = [
        ["000000", "2024-02-30", "固定", None, 3],
        ["000009", "2024-01-01", "固定期限", "2026-12-31", 0],
        ["000001", "2024-01-01", "固定期限", None, 0],
        ["000001", "2024-07-01", "固定期限", "2024-12-31", 3],
    ]
    answer = await _send(roster, "/v1/workbooks/contract_signed", _book(names, *rows))

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("表!B2", "no_such_day"),
        ("表!C2", "not_a_choice"),
        ("表!A3", "subject_unknown"),
        ("表!D4", "fixed_contract_without_last_day"),
        ("表!E5", "probation_too_long"),
    ]


async def test_a_row_sent_again_changed_is_told_by_cell_and_a_new_month_is_no_change(roster):
    person = await roster.register(category="auxiliary_duty")
    names = ["subject", "effective_on", "month", "nights"]
    path = "/v1/workbooks/attendance_month_recorded"

    def book(month: str, nights: int) -> bytes:
        return _book(names, [person, f"{month}-28", month, nights])

    assert (await _send(roster, path, book("2024-01", 3))).json()["recorded"] == 1
    changed = await _send(roster, path, book("2024-01", 4))
    assert [(e["pointer"], e["code"]) for e in changed.json()["errors"]] == [
        ("表!D2", "row_changed")
    ]
    assert (await _send(roster, path, book("2024-02", 4))).json()["recorded"] == 1
