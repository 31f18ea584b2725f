"""Reading a log from outside: to its end or for ever, and in one line why it cannot be read."""

import asyncio

import httpx
import pytest

from services.cli import feed_reader
from services.cli.feed_reader import pages, source
from services.kernel.cloudevent import to_json
from services.kernel.embedded.problem import ENVIRONMENT, FAILED, NOT_RUNNING, Problem
from services.kernel.settings import load
from tests.bureau import open_bureau
from tests.kernel.samples import chained

LOG = chained(5)


class Room:
    """Serves LOG two events at a time, after the faults it was given."""

    def __init__(self, *faults: httpx.Response | Exception) -> None:
        self.faults = list(faults)
        self.asked: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            if fault.status_code != httpx.codes.OK:
                return fault
        after = int(request.url.params["after"])
        if after == len(LOG) and int(request.url.params["wait"]):
            await asyncio.sleep(10)
        body = b"[" + b",".join(map(to_json, LOG[after : after + 2])) + b"]"
        return httpx.Response(200, content=body)


def reading(room: Room, tmp_path, **settings):
    http = httpx.AsyncClient(transport=httpx.MockTransport(room))
    return source(load(JINGHENG_HOME=str(tmp_path), **settings), "training", http)


async def test_it_reads_to_the_end_and_stops(tmp_path):
    room = Room()
    found = [page async for page in pages(reading(room, tmp_path), 1)]

    assert [[event.pos for event in page] for page in found] == [[2, 3], [4, 5]]
    assert room.asked[0].url.params["wait"] == "0"


async def test_an_auditor_may_read_a_real_room(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        await bureau.register()
        http = httpx.AsyncClient(transport=bureau.inside)
        found = [page async for page in pages(source(bureau.settings, "roster", http))]

    assert [event.type for page in found for event in page] == ["roster.person_registered.v1"]


async def test_a_given_token_is_used_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv(feed_reader.TOKEN_VARIABLE, "mine")
    room = Room()
    [page async for page in pages(reading(room, tmp_path))]

    assert room.asked[0].headers["authorization"] == "Bearer mine"


def test_production_mints_no_token(tmp_path):
    with pytest.raises(Problem, match="JINGHENG_TOKEN") as caught:
        reading(Room(), tmp_path, JINGHENG_MODE="production", TRAINING_URL="https://t")

    assert caught.value.exit_code == ENVIRONMENT


async def test_following_waits_at_the_end_and_outlasts_a_restart(tmp_path, monkeypatch):
    monkeypatch.setattr(feed_reader, "_AWAY_SECONDS", 0.0)
    room = Room(httpx.Response(200), httpx.ConnectError("restarting"), httpx.ReadError("cut"))
    following = pages(reading(room, tmp_path), follow=True)
    found = [event.pos for _ in range(3) for event in await anext(following)]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await anext(following)

    assert found == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize(
    ("fault", "code", "word"),
    [
        (httpx.ConnectError("no"), NOT_RUNNING, "does not answer at http://127.0.0.1:8703"),
        (httpx.Response(403), FAILED, "403 \\(the token may not\\)"),
        (httpx.Response(500), FAILED, "500 \\(the room failed\\)"),
    ],
)
async def test_what_keeps_it_from_reading_is_one_line(tmp_path, fault, code, word, follow):
    with pytest.raises(Problem, match=word) as caught:
        await anext(pages(reading(Room(fault), tmp_path), follow=follow))

    assert caught.value.exit_code == code
