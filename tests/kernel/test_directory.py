"""Where persons stand, asked over HTTP: remembered for a moment, and nowhere when unreachable."""

from datetime import date

import httpx
import pytest

from services.kernel import directory as directory_module
from services.kernel.directory import (
    LEFT_REMEMBERED_SECONDS,
    REMEMBERED_SECONDS,
    HttpDirectory,
)
from services.kernel.errors import Kind, Refused

DAY, LATER = date(2026, 1, 1), date(2026, 1, 2)


class Token:
    async def headers(self) -> dict[str, str]:
        return {"Authorization": "Bearer t"}


class Roster:
    """Answers the directory's question, and counts."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.answer = httpx.Response(200, json={"place": "/bureau/east", "leads": ["/bureau"]})
        self.now = 100.0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answer

    def directory(self) -> HttpDirectory:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return HttpDirectory("http://roster", http, Token(), seconds=lambda: self.now)


async def test_it_asks_for_a_person_and_a_day_with_its_own_token():
    roster = Roster()
    directory = roster.directory()

    assert await directory.place_of("p1", DAY) == "/bureau/east"
    assert await directory.units_led_by("p1", DAY) == ["/bureau"]
    (asked,) = roster.asked  # Both questions are one.
    assert str(asked.url) == "http://roster/v1/directory/p1?as_of=2026-01-01"
    assert asked.headers["authorization"] == "Bearer t"


async def test_an_answer_is_of_one_person_and_one_day():
    roster = Roster()
    directory = roster.directory()
    for person, day in (("p1", DAY), ("p2", DAY), ("p1", LATER), ("p1", DAY)):
        await directory.place_of(person, day)

    assert len(roster.asked) == 3


async def test_who_has_left_is_remembered_while_the_roster_is_away():
    roster = Roster()
    directory = roster.directory()
    assert await directory.has_left("p1", DAY) is False  # As an older roster answers.
    roster.answer = httpx.Response(200, json={"place": None, "leads": [], "left": True})
    assert await directory.has_left("p2", DAY) is True
    roster.answer = httpx.Response(503)
    roster.now += LEFT_REMEMBERED_SECONDS
    assert [await directory.has_left(p, DAY) for p in ("p1", "p2")] == [False, True]
    before = len(roster.asked)
    assert await directory.has_left("p2", DAY) is True
    assert len(roster.asked) == before  # It was away a moment ago.
    with pytest.raises(Refused):  # A place is not: without the roster nobody has a scope.
        await directory.place_of("p1", DAY)
    with pytest.raises(Refused):
        await directory.has_left("p3", DAY)
    roster.now += 1
    with pytest.raises(Refused):
        await directory.has_left("p1", DAY)


async def test_a_transfer_is_felt_when_the_moment_is_over():
    roster = Roster()
    directory = roster.directory()
    await directory.place_of("p1", DAY)
    roster.answer = httpx.Response(200, json={"place": "/bureau/west", "leads": []})
    roster.now += REMEMBERED_SECONDS - 1
    assert await directory.place_of("p1", DAY) == "/bureau/east"
    roster.now += 1

    assert await directory.place_of("p1", DAY) == "/bureau/west"
    assert await directory.units_led_by("p1", DAY) == []


async def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(directory_module, "ENTRIES_MAX", 3)
    directory = Roster().directory()
    for n in range(10):
        await directory.place_of(f"p{n}", DAY)

    assert len(directory._known) <= 3


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(403, json={}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json={"place": 7, "leads": []}),
        httpx.Response(200, json={"leads": []}),
    ],
    ids=["fault", "forbidden", "html", "wrong type", "half"],
)
async def test_without_a_sound_answer_nobody_has_a_place(answer):
    roster = Roster()
    roster.answer = answer
    with pytest.raises(Refused) as caught:
        await roster.directory().place_of("p1", DAY)

    assert (caught.value.kind, caught.value.code) == (Kind.UNAVAILABLE, "directory_unavailable")


@pytest.mark.parametrize("fault", [httpx.ConnectError("no"), OSError("no secret file")])
async def test_without_the_roster_or_a_token_nobody_has_a_place(fault):
    def away(request: httpx.Request) -> httpx.Response:
        raise fault

    http = httpx.AsyncClient(transport=httpx.MockTransport(away))
    with pytest.raises(Refused, match="directory_unavailable"):
        await HttpDirectory("http://roster", http, Token()).units_led_by("p1", DAY)


async def test_a_failure_is_not_remembered():
    roster = Roster()
    directory = roster.directory()
    good, roster.answer = roster.answer, httpx.Response(503)
    with pytest.raises(Refused):
        await directory.place_of("p1", DAY)
    roster.answer = good

    assert await directory.place_of("p1", DAY) == "/bureau/east"
