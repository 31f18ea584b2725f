"""The demonstration's decisions go in by the gateway's own door, once. (`up`: test_demo.py.)"""

from datetime import date

import httpx
import pytest

from services.cli.demo import tokens
from services.cli.demo_decisions import ASKED, record_decisions
from services.cli.demo_rooms import Loading
from services.kernel.embedded.problem import Problem
from services.kernel.settings import load


class Gateway(httpx.AsyncBaseTransport):
    def __init__(self, refuses=None):
        self.refuses, self.keys = refuses, []

    async def handle_async_request(self, request):
        self.keys.append(request.headers["Idempotency-Key"])
        assert request.url.params["as_of"] == "2026-11-25"
        if request.url.path.endswith(f"/{self.refuses}"):
            return httpx.Response(409, json={"code": "facts_incomplete", "detail": "stopped"})
        return httpx.Response(201, json={})


def loading(tmp_path, gateway):
    settings = load(JINGHENG_HOME=str(tmp_path))
    http = httpx.AsyncClient(transport=gateway)
    return Loading(settings, http, tokens(settings), lambda *_: None)


async def test_each_is_asked_once_under_a_key_that_is_the_same_next_time(tmp_path):
    gateway = Gateway()
    for _ in range(2):
        await record_decisions(loading(tmp_path, gateway), date(2026, 11, 25))

    first, again = gateway.keys[: len(ASKED)], gateway.keys[len(ASKED) :]
    assert len(set(first)) == len(ASKED)
    assert sorted(first) == sorted(again)


async def test_a_refusal_is_told(tmp_path):
    with pytest.raises(Problem, match="facts_incomplete"):
        await record_decisions(
            loading(tmp_path, Gateway(refuses="auxiliary_level")), date(2026, 11, 25)
        )
