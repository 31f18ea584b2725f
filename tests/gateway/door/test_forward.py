"""The door passes requests on unchanged, and nothing a caller could pass himself off with."""

import json
from datetime import date, timedelta
from uuid import uuid4


async def test_a_command_and_a_read_through_the_door(gateway):
    person = str(uuid4())
    body = {
        "effective_on": "2015-07-01",
        "basis": "档案",
        "data": {"name": "𠮷田·买买提", "sex": "male", "category": "officer"},
    }
    path = f"/roster/v1/persons/{person}/facts/person_registered"
    key = str(uuid4())
    made = await gateway.send("POST", "gateway", path, body=body, key=key)
    again = await gateway.send("POST", "gateway", path, body=body, key=key)
    read = await gateway.get("gateway", f"/roster/v1/persons/{person}/file")
    listed = await gateway.get("gateway", "/roster/v1/persons?q=𠮷田")

    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert again.headers["idempotency-replayed"] == "true"
    assert read.json()["facts"][0]["data"]["name"] == "𠮷田·买买提"
    assert [line["person_id"] for line in listed.json()["items"]] == [person]


async def test_as_large_an_import_as_a_room_takes_passes_the_door(gateway):
    person, start = await gateway.register(), date(2010, 1, 1)
    rows = [
        {
            "subject": person,
            "effective_on": (start + timedelta(days=n)).isoformat(),
            "data": {"course": "special", "title": "交通事故处理与证据固定" * 4},
        }
        for n in range(5_000)
    ]
    taken = await gateway.send(
        "POST",
        "gateway",
        "/training/v1/imports/course_passed",
        body={"basis": "培训系统", "rows": rows},
    )

    assert len(json.dumps(rows)) > 1_000_000  # More than any other request may have.
    assert (taken.status_code, taken.json().get("recorded")) == (201, 5_000), taken.text[:300]


async def test_a_header_reaches_the_room_byte_for_byte(gateway):
    path = f"/roster/v1/persons/{uuid4()}/facts/rank_awarded"
    for key in (b"caf\xe9-1234567890123456", "钥匙-1234567890123456".encode()):
        refused = await gateway.send(
            "POST", "gateway", path, body={}, headers={"Idempotency-Key": key}
        )
        straight = await gateway.send(
            "POST",
            "roster",
            path.removeprefix("/roster"),
            body={},
            headers={"Idempotency-Key": key},
        )

        assert refused.status_code == straight.status_code == 400
        assert refused.json()["code"] == straight.json()["code"]


async def test_what_the_room_refuses_comes_back_as_it_is(gateway):
    refused = await gateway.send(
        "POST",
        "gateway",
        f"/roster/v1/persons/{uuid4()}/facts/rank_awarded",
        body={"effective_on": "2015-07-01", "basis": "x", "data": {"rank": "三级警司"}},
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "person_not_registered")
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert refused.headers["content-language"] == "zh-CN"


async def test_no_token_no_room_and_a_room_that_is_away(gateway):
    without = await gateway.get(
        "gateway", "/roster/v1/units", headers={"Authorization": "Bearer x.y.z"}
    )
    nowhere = await gateway.get("gateway", "/palace/v1/units")
    del gateway.inside.apps[gateway.settings.port("roster")]
    away = await gateway.get("gateway", "/roster/v1/units")

    assert without.status_code == 401
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "room_not_found")
    assert (away.status_code, away.json()["code"]) == (503, "room_unavailable")
    assert "retry-after" in away.headers


async def test_a_path_cannot_climb_out_of_the_room(gateway):
    for path in (
        "/roster/v1/../metrics",
        "/roster/v1/%2e%2e/metrics",
        "/roster/v1//evil.example/x",
    ):
        answer = await gateway.get("gateway", path)
        assert answer.status_code in {400, 404, 405}, path
        assert "jingheng_up" not in answer.text
