"""Recording, correcting, revoking and importing over HTTP, seen from outside."""

from uuid import uuid4

import pytest

from tests.bureau import open_bureau


@pytest.fixture
async def roster(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        yield bureau


def _sanction(day: str = "2024-03-10", **data: object) -> dict:
    return {"effective_on": day, "basis": "处分决定", "data": {"kind": "警告"} | data}


async def test_the_same_key_twice_gives_the_same_answer_and_one_event(roster):
    person = await roster.register()
    path = f"/v1/persons/{person}/facts/sanction_imposed"
    key = str(uuid4())
    first = await roster.send("POST", "roster", path, body=_sanction(), key=key)
    again = await roster.send("POST", "roster", path, body=_sanction(), key=key)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()
    assert len(file["facts"]) == 2


async def test_the_same_key_with_another_body_is_refused(roster):
    person = await roster.register()
    path = f"/v1/persons/{person}/facts/sanction_imposed"
    key = str(uuid4())
    await roster.send("POST", "roster", path, body=_sanction(), key=key)
    other = await roster.send("POST", "roster", path, body=_sanction("2024-03-11"), key=key)

    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"


async def test_a_stale_version_is_refused_and_nothing_recorded(roster):
    person = await roster.register()
    await roster.record("roster", person, "rank_awarded", "2021-01-01", rank="二级警司")
    path = f"/v1/persons/{person}/facts/sanction_imposed"
    stale = await roster.send("POST", "roster", path, body=_sanction(), headers={"If-Match": '"1"'})
    right = await roster.send("POST", "roster", path, body=_sanction(), headers={"If-Match": '"2"'})

    assert (stale.status_code, stale.json()["code"]) == (412, "version_moved")
    assert (right.status_code, right.headers["etag"]) == (201, '"3"')


async def test_revoking_shows_then_and_now(roster):
    person = await roster.register()
    imposed = await roster.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    before = (await roster.get("roster", f"/v1/persons/{person}/file")).json()["known_at"]
    path = f"/v1/persons/{person}/facts/sanction_imposed/{imposed['events'][0]}/revocation"
    revoked = await roster.send(
        "POST", "roster", path, body={"basis": "复核决定", "reason": "事实不清"}
    )
    twice = await roster.send(
        "POST", "roster", path, body={"basis": "复核决定", "reason": "事实不清"}
    )

    then = await roster.get("roster", f"/v1/persons/{person}/file?known_at={before}")
    now = await roster.get("roster", f"/v1/persons/{person}/file")
    assert revoked.status_code == 201
    assert (twice.status_code, twice.json()["code"]) == (409, "fact_already_mended")
    assert [fact["standing"] for fact in then.json()["facts"]] == [True, True]
    assert [fact["standing"] for fact in now.json()["facts"]] == [True, False, False]


async def test_an_import_is_all_or_nothing_with_one_error_a_row(roster):
    person = await roster.register()
    rows = [
        {"subject": person, "effective_on": "2020-01-01", "data": {"rank": "三级警司"}},
        {"subject": str(uuid4()), "effective_on": "2020-01-01", "data": {"rank": "三级警司"}},
        {"subject": person, "effective_on": "2017-01-01", "data": {"rank": "一级警员"}},
        {"subject": person, "effective_on": "2099-01-01", "data": {"rank": "一级警员"}},
    ]
    path = "/v1/imports/rank_awarded"
    refused = await roster.send("POST", "roster", path, body={"basis": "档案", "rows": rows})
    good = {"basis": "档案", "rows": [rows[0], rows[2]]}
    taken = await roster.send("POST", "roster", path, body=good)
    again = await roster.send("POST", "roster", path, body=good)

    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/rows/1", "/rows/3"]
    assert (taken.json()["recorded"], taken.json()["already_recorded"]) == (2, 0)
    assert (again.json()["recorded"], again.json()["already_recorded"]) == (0, 2)
    assert again.json()["pos"] == taken.json()["pos"]


async def test_a_row_that_cannot_be_read_does_not_hide_the_others(roster):
    person = await roster.register()
    day = "2020-01-01"
    rows = [
        {"subject": person, "effective_on": day, "data": {"rank": "上将"}},
        {"subject": person, "effective_on": day, "data": {"rank": "三级警司"}},
        {"subject": str(uuid4()), "effective_on": day, "data": {"rank": "三级警司"}},
        {"subject": "somebody", "effective_on": "2020-02-30", "data": {"rank": "三级警司"}},
        7,
    ]
    refused = await roster.send(
        "POST", "roster", "/v1/imports/rank_awarded", body={"basis": "档案", "rows": rows}
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "import_refused")
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [
        ("/rows/0/data/rank", "not_a_choice"),
        ("/rows/2", "person_not_registered"),
        ("/rows/3/subject", "uuid_required"),
        ("/rows/3/effective_on", "no_such_day"),
        ("/rows/4", "object_required"),
    ]
    assert "4 行有误" in refused.json()["detail"]


async def test_nobody_records_corrects_revokes_or_imports_about_himself(roster):
    person = await roster.register()
    imposed = await roster.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    path = f"/v1/persons/{person}/facts/sanction_imposed"
    event = imposed["events"][0]
    for own, body in (
        (f"/v1/persons/{person.upper()}/facts/sanction_imposed", _sanction("2024-05-05")),
        (f"{path}/{event}/correction", _sanction("2024-05-05") | {"reason": "误记"}),
        (f"{path}/{event}/revocation", {"basis": "x", "reason": "y"}),
    ):
        refused = await roster.send("POST", "roster", own, body=body, person=person)
        assert (refused.status_code, refused.json()["code"]) == (403, "own_file"), own
    row = {"subject": person, "effective_on": "2024-05-05", "data": {"kind": "警告"}}
    taken = await roster.send(
        "POST",
        "roster",
        "/v1/imports/sanction_imposed",
        body={"basis": "x", "rows": [row]},
        person=person,
    )
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()

    assert [(e["pointer"], e["code"]) for e in taken.json()["errors"]] == [
        ("/rows/0/subject", "own_file")
    ]
    assert len(file["facts"]) == 2


async def test_a_fact_the_law_forbids_is_refused_with_its_clause(roster):
    person = await roster.register()
    await roster.record("roster", person, "rank_awarded", "2020-01-01", rank="二级警员")
    refused = await roster.send(
        "POST",
        "roster",
        f"/v1/persons/{person}/facts/rank_reduction_imposed",
        body={"effective_on": "2024-01-01", "basis": "决定", "data": {}},
        headers={"Accept-Language": "zh-CN"},
    )

    assert refused.status_code == 409
    assert "第二十一条" in refused.json()["detail"]


async def test_sealed_facts_are_hidden_from_those_who_do_not_work_with_them(roster):
    person = await roster.register()
    await roster.record(
        "roster", person, "pay_item_set", "2024-01-01", item="post", monthly_fen=137_000
    )
    types = {}
    for role, who in (("finance", None), ("officer", person), ("auditor", None)):
        file = await roster.get("roster", f"/v1/persons/{person}/file", role=role, person=who)
        types[role] = [fact["type"] for fact in file.json()["facts"]]

    assert "roster.pay_item_set.v1" in types["finance"]
    assert "roster.pay_item_set.v1" in types["officer"]


async def test_every_route_declares_what_it_needs(roster):
    from services.kernel.web.declared_routes import undeclared_routes

    assert undeclared_routes(roster.apps["roster"]) == []
