"""Names of requests and of the chains they belong to."""

import pytest


async def ask(client, **headers):
    answer = await client.get("/health/live", headers=headers)
    return answer.headers["x-request-id"], answer.headers["x-correlation-id"]


async def test_a_request_without_a_name_gets_one(client):
    request_id, correlation_id = await ask(client)
    assert request_id == correlation_id
    assert (await ask(client))[0] != request_id


async def test_given_names_are_kept(client):
    named = {"X-Request-Id": "phone-0001", "X-Correlation-Id": "shift-0001"}
    assert await ask(client, **named) == ("phone-0001", "shift-0001")


@pytest.mark.parametrize(
    "name",
    ["", "short", "a" * 65, "with space", "a\tbbbbbbb", 'x"yyyyyyyy', "../../../etc", "{{7*7}}xx"],
)
async def test_malformed_names_are_replaced_not_refused(client, name):
    request_id, _ = await ask(client, **{"X-Request-Id": name, "X-Correlation-Id": name})
    assert request_id != name


async def test_traceparent_junk_is_tolerated(client):
    for junk in ("", "00-zz", "ff-" + "0" * 32 + "-" + "0" * 16 + "-00", "x" * 1000):
        answer = await client.get("/health/live", headers={"traceparent": junk})
        assert answer.status_code == 200
