"""Asking again where that is safe, and telling a refusal in one line."""

import httpx
import pytest

from services.cli import demo_rooms
from services.cli.demo_rooms import Loading, told
from services.kernel.embedded.problem import FAILED, NOT_RUNNING, Problem
from services.kernel.settings import load

REFUSED = {
    "code": "import_refused",
    "detail": "2 rows are wrong",
    "errors": [{"pointer": "/rows/7", "code": "x", "detail": "why"}],
}


def loading(tmp_path, *answers):
    left = list(answers)
    seen = []

    def answer(request):
        seen.append(request)
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    settings = load(JINGHENG_HOME=str(tmp_path))
    return Loading(settings, http, {"hr": "token"}, lambda *_step: None), seen


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch):
    async def at_once(_seconds):
        return None

    monkeypatch.setattr(demo_rooms.asyncio, "sleep", at_once)


async def test_a_cut_and_a_busy_room_are_asked_again_under_the_same_key(tmp_path):
    done = httpx.Response(201, json={"pos": 3})
    room, seen = loading(tmp_path, httpx.ReadTimeout("slow"), httpx.Response(503), done)

    assert await room.post("roster", "/v1/imports/x", b"{}", "demo-key") == {"pos": 3}
    assert {request.headers["idempotency-key"] for request in seen} == {"demo-key"}


async def test_a_room_that_stays_away_is_named(tmp_path):
    room, seen = loading(tmp_path, *[httpx.ConnectError("nobody")] * demo_rooms.ATTEMPTS)

    with pytest.raises(Problem, match="roster does not answer") as away:
        await room.ask("GET", "roster", "/v1/units")
    assert (away.value.exit_code, len(seen)) == (NOT_RUNNING, demo_rooms.ATTEMPTS)


async def test_a_refusal_names_its_rows(tmp_path):
    room, _ = loading(tmp_path, httpx.Response(422, json=REFUSED))

    with pytest.raises(Problem, match="/rows/7 why") as refused:
        await room.post("roster", "/v1/imports/x", b"{}", "demo-key")
    assert refused.value.exit_code == FAILED


def test_an_answer_that_is_no_problem_document_is_told_as_it_is():
    assert told(httpx.Response(500, text="oops")) == "500 oops"
    assert told(httpx.Response(500, json=["oops"])) == '500 ["oops"]'
