"""Bounds on requests: size by what arrives, time until the answer begins."""

import asyncio

import pytest
from starlette.datastructures import Headers
from starlette.responses import StreamingResponse

from services.kernel.errors import Refused
from services.kernel.web.limits import BodyRule, Limits, LimitsMiddleware, check_body

JSON = {"Content-Type": "application/json"}


async def pieces(count, size=100_000):
    for _ in range(count):
        yield b" " * size


async def test_size_is_counted_as_it_arrives_not_as_declared(client):
    answer = await client.post("/v1/echo", content=pieces(11), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_reading_stops_at_the_limit():
    given = 0

    async def receive():
        nonlocal given
        given += 1
        return {"type": "http.request", "body": b" " * 100, "more_body": True}

    answer = await through(Limits(body_bytes_max=1000), receive)
    assert answer["status"] == 413
    assert given == 11


async def test_imports_may_be_larger(client):
    body = b'{"a":"' + b"x" * 2_000_000 + b'"}'
    assert (await client.post("/v1/imports", content=body, headers=JSON)).status_code == 200
    assert (await client.post("/v1/echo", content=body, headers=JSON)).status_code == 413
    too_big = b'{"a":"' + b"x" * 10_000_000 + b'"}'
    assert (await client.post("/v1/imports", content=too_big, headers=JSON)).status_code == 413


def test_the_longest_prefix_rules():
    limits = Limits(body_rules=(BodyRule("/v1", 1), BodyRule("/v1/imports", 2)))
    assert [limits.rule_for(path).bytes_max for path in ("/v1/imports/7", "/v1/x", "/v2")] == [
        2,
        1,
        1_000_000,
    ]


def test_other_media_types_pass_where_allowed_unparsed():
    rule = BodyRule("/", 100, frozenset({"text/csv"}))
    check_body(Headers({"content-type": "text/csv; charset=gbk"}), b"\xff{", rule)
    with pytest.raises(Refused):
        check_body(Headers({"content-type": "application/json"}), b"{}", rule)


async def test_a_slow_handler_is_answered_503_and_may_be_retried(client):
    answer = await client.get("/v1/slow")
    assert (answer.status_code, answer.json()["code"]) == (503, "answer_too_slow")
    assert "retry-after" in answer.headers


async def test_a_slow_sender_is_told_it_was_slow():
    async def receive():
        await asyncio.sleep(10)

    answer = await through(Limits(seconds_max=0.05), receive)
    assert answer["status"] == 408


async def test_a_stream_may_stay_open_longer_than_an_answer_may_take(app, make_client):
    async def stream():
        async def lines():
            for number in range(5):
                await asyncio.sleep(0.1)
                yield f"{number}\n"

        return StreamingResponse(lines())

    app.add_api_route("/stream", stream)
    async with make_client(app) as client:
        answer = await client.get("/stream")
    assert answer.text == "0\n1\n2\n3\n4\n"


async def test_a_caller_who_hangs_up_reaches_no_handler():
    async def receive():
        return {"type": "http.disconnect"}

    assert await through(Limits(), receive) == {}


async def test_a_timeout_of_the_handlers_own_is_not_taken_for_ours():
    async def app(scope, receive, send):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await LimitsMiddleware(app, Limits())(scope_of("GET"), None, None)


async def test_other_protocols_pass():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    await LimitsMiddleware(app, Limits())({"type": "lifespan"}, None, None)
    assert seen == ["lifespan"]


def scope_of(method):
    return {
        "type": "http", "method": method, "path": "/", "raw_path": b"/", "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }  # fmt: skip


async def through(limits, receive):
    sent = {}

    async def send(message):
        sent.update({key: value for key, value in message.items() if key == "status"})

    async def app(scope, receive, send):
        raise AssertionError("must not be reached")

    await LimitsMiddleware(app, limits)(scope_of("POST"), receive, send)
    return sent
