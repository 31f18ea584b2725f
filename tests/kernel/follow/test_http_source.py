"""A log over HTTP: what is asked, what comes back, and what is not one of our events."""

import json

import httpx
import pytest

from services.kernel.cloudevent import to_json
from services.kernel.follow.http_source import PAGE_EVENTS, HttpSource
from services.kernel.follow.place import Condition, Stopped
from tests.kernel.samples import chained

HEAD = {"store_id": "00000000-0000-0000-0000-000000000001", "algorithm": "sha256", "pos": 2}


class Token:
    async def headers(self) -> dict[str, str]:
        return {"Authorization": "Bearer t"}


def source(answer: httpx.Response, asked: list[httpx.Request] | None = None) -> HttpSource:
    def reply(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request)
        return answer

    http = httpx.AsyncClient(transport=httpx.MockTransport(reply))
    return HttpSource("training", "http://training", http, Token())


async def test_a_page_is_asked_for_after_a_position_and_comes_as_events():
    log, asked = chained(3), []
    body = b"[" + b",".join(map(to_json, log)) + b"]"

    assert await source(httpx.Response(200, content=body), asked).page(0, 10) == log
    (request,) = asked
    assert dict(request.url.params) == {"after": "0", "limit": str(PAGE_EVENTS), "wait": "10"}
    assert (request.url.path, request.headers["authorization"]) == ("/v1/feed", "Bearer t")


async def test_the_head_is_which_log_and_how_far():
    head = await source(httpx.Response(200, json=HEAD | {"chain": "ab" * 32})).head()

    assert (str(head.store_id), head.algorithm, head.pos) == tuple(HEAD.values())
    assert head.chain == bytes.fromhex("ab" * 32)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b'[{"specversion":"1.0"}]', b"[1]", b'[{"chain":"xyz"}]']
)
async def test_a_page_that_is_not_ours_is_malformed(body):
    with pytest.raises(Stopped) as caught:
        await source(httpx.Response(200, content=body)).page(7, 0)

    assert caught.value.condition is Condition.MALFORMED
    assert "training after 7" in caught.value.detail


@pytest.mark.parametrize(
    "body", [b"", b"<html>", json.dumps(HEAD).encode(), json.dumps(HEAD | {"chain": "x"}).encode()]
)
async def test_a_head_that_is_not_ours_is_malformed(body):
    with pytest.raises(Stopped) as caught:
        await source(httpx.Response(200, content=body)).head()

    assert caught.value.condition is Condition.MALFORMED


@pytest.mark.parametrize("code", [401, 403, 404, 429, 500, 503])
async def test_a_room_that_does_not_answer_is_away(code):
    one = source(httpx.Response(code))
    with pytest.raises(httpx.HTTPError):
        await one.page(0, 0)
    with pytest.raises(httpx.HTTPError):
        await one.head()
