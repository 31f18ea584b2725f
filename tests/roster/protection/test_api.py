"""Reveal, search and the list of reads: asked with a reason, written down, seen by the person."""

from services.roster.protection.api import SealedField
from tests.roster.protection.people import DETAIL, NUMBER, PHONE, identified, registered, tell


async def _reveal(roster, person, *fields, **more):
    body = {"fields": list(fields), "reason": "办案需要", "case_number": "A2026-1"}
    return await roster.send("POST", "roster", f"/v1/persons/{person}/reveal", body=body, **more)


async def _search(roster, number, **more):
    body = {"id_number": number, "reason": "核对身份"}
    return await roster.send("POST", "roster", "/v1/persons/search", body=body, **more)


def test_what_can_be_revealed_is_what_is_sealed():
    from services.kernel.event import event_types
    from services.kernel.protect.told import sealed_fields

    sealed = {name for event in event_types("roster").values() for name in sealed_fields(event)}
    assert {one.value for one in SealedField} == sealed


async def test_each_role_reveals_its_own_fields_and_the_person_sees_who_did(roster):
    person = await identified(roster)
    number = await _reveal(roster, person, "id_number")
    detail = await _reveal(roster, person, "detail", "phone", role="auditor")
    assert number.json()["values"] == {"id_number": NUMBER}, number.text
    assert detail.json()["values"] == {"detail": DETAIL, "phone": PHONE}
    assert number.headers["cache-control"] == "no-store"
    for fields, role, status in (
        (["detail"], "hr", 403),
        (["id_number"], "auditor", 403),
        (["id_number"], "finance", 403),
        (["id_number"], "officer", 403),
        (["birth_on"], "hr", 422),
        ([], "hr", 422),
    ):
        assert (await _reveal(roster, person, *fields, role=role)).status_code == status, fields

    path = f"/v1/persons/{person}/reads"
    own = (await roster.get("roster", path, role="officer", person=person)).json()["items"]
    assert [(r["read_by"], r["manner"], r["fields"], r["case_number"]) for r in own] == [
        ("test:auditor", "reveal", ["detail", "phone"], "A2026-1"),
        ("test:hr", "reveal", ["id_number"], "A2026-1"),
    ]
    assert (await roster.get("roster", path)).status_code == 403  # HR sees what it may, not this.
    audited = (await roster.get("roster", path, role="auditor")).json()["items"]
    assert audited[0]["manner"] == "reads"
    other = await registered(roster)
    assert (await roster.get("roster", path, role="officer", person=other)).status_code == 404


async def test_a_repeated_reveal_is_one_and_the_twenty_first_waits(roster):
    person = await identified(roster)
    for _ in range(2):
        again = await _reveal(roster, person, "id_number", key="the-same-key")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["values"] == {"id_number": NUMBER}
    codes = [(await _reveal(roster, person, "id_number")).status_code for _ in range(20)]

    assert codes == [200] * 19 + [429]


async def test_a_reason_and_a_case_are_needed_and_nobody_unknown_is_revealed(roster):
    person = await identified(roster)
    path = f"/v1/persons/{person}/reveal"
    for body in (
        {"fields": ["phone"], "reason": " ", "case_number": "A"},
        {"fields": ["phone"], "reason": "x"},
        {"fields": ["phone"], "reason": "x", "case_number": "A", "more": 1},
    ):
        assert (await roster.send("POST", "roster", path, body=body)).status_code == 422
    nobody = "01a20f9d-365a-7051-a117-0dcbbf8f4d41"
    assert (await _reveal(roster, nobody, "id_number")).status_code == 404
    bare = await registered(roster)
    assert (await _reveal(roster, bare, "id_number")).json()["states"] == {"id_number": "absent"}


async def test_search_finds_by_the_whole_number_that_stands_and_leaves_no_number(roster):
    person = await identified(roster)
    found = await _search(roster, NUMBER)
    assert [one["person_id"] for one in found.json()["items"]] == [person], found.text
    assert (await _search(roster, "99999920000101002x")).json() == {"items": []}
    wrong = await _search(roster, NUMBER[:-1] + "5")
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/id_number"
    assert NUMBER[:-1] not in wrong.text
    for role in ("auditor", "unit_leader", "finance", "officer"):
        assert (await _search(roster, NUMBER, role=role)).status_code == 403

    vault = roster.apps["roster"].state.vault
    rows = await (await vault.pool()).fetch("select subject, data::text from events order by pos")
    assert [row["subject"] for row in rows] == [person, "nobody"]
    assert not any(NUMBER in row["data"] for row in rows)


async def test_the_value_revealed_is_the_one_that_stands_today(roster):
    person = await identified(roster)
    later = await tell(roster, person, "contact_recorded", "2028-01-01", phone="13911111111")
    assert later.status_code == 201
    newer = await tell(roster, person, "contact_recorded", "2020-01-01", phone="13900000000")
    assert newer.status_code == 201
    answer = (await _reveal(roster, person, "phone", "address", role="auditor")).json()

    assert answer["values"] == {"phone": "13900000000"} | (
        {"address": ""} if "address" in answer["values"] else {}
    )
