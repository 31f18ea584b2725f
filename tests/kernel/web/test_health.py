"""Alive, ready, and why not."""

import asyncio

import pytest

from services.kernel.web import health
from services.kernel.web.parts import Condition


async def sick():
    return Condition(ok=False, detail="3 events behind")


async def broken():
    raise ConnectionError("password=secret")


async def stuck():
    await asyncio.sleep(60)


async def test_all_is_well(client, bearer):
    assert (await client.get("/health/live")).json() == {"status": "ok"}
    assert (await client.get("/health/ready")).json() == {
        "ready": True,
        "draining": False,
        "unmet": [],
    }
    answer = await client.get("/health", headers=bearer("security_admin"))
    assert answer.json()["checks"] == {"store": {"ok": True, "detail": "1 ms"}}


async def test_reasons_are_for_those_permitted(client, bearer):
    assert (await client.get("/health")).status_code == 401
    assert (await client.get("/health", headers=bearer("hr"))).status_code == 403


async def test_draining_is_not_ready_but_alive(app, client):
    app.state.drain.begin()
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "draining": True, "unmet": []},
    )
    assert (await client.get("/health/live")).status_code == 200


@pytest.mark.parametrize(
    ("check", "detail"),
    [(sick, "3 events behind"), (broken, "ConnectionError"), (stuck, "no answer within 0 s")],
)
async def test_a_failing_check_is_named(
    with_parts, make_client, bearer, monkeypatch, check, detail
):
    monkeypatch.setattr(health, "CHECK_SECONDS_MAX", 0.05)
    async with make_client(with_parts(checks={"follower": check})) as client:
        told = await client.get("/health/ready")
        assert (told.status_code, told.json()["unmet"]) == (503, ["follower"])
        assert (await client.get("/health/live")).status_code == 200
        answer = await client.get("/health", headers=bearer("auditor"))
    assert answer.status_code == 503
    assert answer.json()["checks"]["follower"] == {"ok": False, "detail": detail}
    assert "secret" not in answer.text


async def test_everybody_may_read_the_word_of_a_failing_check_and_no_more(with_parts, make_client):
    async def full():
        return Condition(ok=False, detail="/var/lib/postgresql", code="disk_full")

    async with make_client(with_parts(checks={"writing": full})) as client:
        answer = await client.get("/health/ready")
    assert answer.json() == {"ready": False, "draining": False, "unmet": ["writing.disk_full"]}


async def test_metrics_are_plain_text(client):
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'jingheng_up{service="demo"} 1.0' in answer.text
