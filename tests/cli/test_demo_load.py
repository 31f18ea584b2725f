"""The demonstration goes in through the rooms' own doors, once, and survives an interruption."""

from datetime import date, timedelta

import httpx
import pytest

from services.cli import demo_load
from services.cli.demo import files_of, tokens
from services.cli.demo_load import Plan, has_own_people, load_bureau
from services.cli.demo_people import person_id
from services.cli.demo_rooms import SOURCES, Loading
from services.cli.demo_tables import tables
from services.kernel.embedded.problem import Problem
from services.kernel.web.clocks import day_of
from tests.bureau import open_bureau, utc_now
from tests.cli.field_tables import FIELD


@pytest.fixture
async def rooms(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, SOURCES) as bureau:
        yield bureau


OF_AUXILIARIES = ("age", "education", "service", "post", "level")


class PowerGone(Exception):
    pass


class Breaking(httpx.AsyncBaseTransport):
    """Lets so many imports through, then the power is gone."""

    def __init__(self, inside, imports):
        self.inside, self.left = inside, imports

    async def handle_async_request(self, request):
        if "/imports/" in request.url.path:
            self.left -= 1
            if self.left < 0:
                raise PowerGone
        return await self.inside.handle_async_request(request)


def loading(rooms, transport=None):
    http = httpx.AsyncClient(transport=transport or rooms.inside, timeout=60)
    seen = []
    return Loading(rooms.settings, http, tokens(rooms.settings), lambda *step: seen.append(step))


async def heads(rooms):
    return {
        room: (await rooms.get(room, "/v1/feed/head", role="system")).json() for room in SOURCES
    }


async def nothing_known(_loading):
    return None, False


def plan(**other):
    return Plan(**({"seed": 1, "people": 156, "as_of": day_of(utc_now())} | other))


async def the_structure_is_as_counted(rooms, files):
    """Each cell of the route's answer, and of the brigade's published tables."""
    now = await structure(rooms, "")
    for name in ("age", "education", "service", "post"):
        assert now[name] == FIELD[name]
    category, auxiliary = now["category"], FIELD["category"]["auxiliary"]
    assert category["auxiliary_duty"] + category["auxiliary_clerical"] == auxiliary
    assert (category["officer"], category["civil"]) == (35, 6)
    for key in ("total", "auxiliary_percent", "left_in_three_years"):
        assert now[key] == FIELD[key]
    for days, unit in ((0, "brigade-1"), (400, "brigade-1"), (30, "brigade-1-team-2")):
        day = plan().as_of - timedelta(days=days)
        seen = await structure(rooms, f"?as_of={day}&unit={unit}")
        counted = tables(files, day, unit).as_dict()
        for name in ("age", "education", "service", "post", "level", "rank"):
            assert seen[name] == counted[name], (day, unit, name)
        assert (seen["total"], seen["quota"]) == (counted["total"], seen["total"])


async def structure(rooms, asked):
    """The auxiliaries' columns (the officers' of the rank table), without the zeros."""
    answer = await rooms.get("roster", f"/v1/tables/structure{asked}")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    lines = {
        table["name"]: {
            line["key"]: line["auxiliary"] if table["name"] in OF_AUXILIARIES else line["total"]
            for line in table["lines"]
        }
        for table in found["tables"]
    }
    return {name: {k: n for k, n in table.items() if n} for name, table in lines.items()} | {
        "total": found["total"],
        "auxiliary_percent": found["auxiliary_percent"],
        "left_in_three_years": found["turnover"]["left_total"],
        "quota": sum(use["used"] for use in found["quotas"]) or found["total"],
    }


async def test_loading_interrupted_again_and_once_more(rooms, monkeypatch):
    with pytest.raises(PowerGone):
        await load_bureau(loading(rooms, Breaking(rooms.inside, 12)), plan())
    next_day = plan(as_of=plan().as_of + timedelta(days=1))  # The next day, as it were.

    second = loading(rooms)
    found = await load_bureau(second, next_day, wait_for_gateway=False)
    assert found == plan()
    assert second.done == second.total > 14_000
    ends = await heads(rooms)
    assert sum(end["pos"] for end in ends.values()) == second.total

    third = loading(rooms)
    await load_bureau(third, plan(), wait_for_gateway=False)
    assert third.done == 0
    monkeypatch.setattr(demo_load, "_begun", nothing_known)
    await load_bureau(third, plan(), wait_for_gateway=False)
    assert third.done == second.done
    assert await heads(rooms) == ends
    monkeypatch.undo()
    async with httpx.AsyncClient(transport=rooms.inside) as http:
        files = await files_of(rooms.settings, http)
        shown = tables(files, plan().as_of).as_dict()
    await the_structure_is_as_counted(rooms, files)
    assert {name: shown[name] for name in FIELD} == FIELD

    with pytest.raises(Problem, match="another demonstration"):
        await load_bureau(loading(rooms), plan(seed=2))


async def test_a_refusal_is_told_with_its_first_error(rooms, monkeypatch):
    async def nobody_yet(_loading):
        return False

    monkeypatch.setattr(demo_load, "has_own_people", nobody_yet)  # He comes just after.
    await rooms.record(
        "roster",
        person_id(0),
        "person_registered",
        "2010-01-01",
        name="先来的",
        sex="male",
        category="officer",
    )
    with pytest.raises(Problem, match="person_registered_already|register") as refused:
        await load_bureau(loading(rooms), plan(as_of=date(2026, 11, 25)), wait_for_gateway=False)
    assert "/rows/0" in refused.value.text.en


def test_who_asks_for_nothing_special_is_content_with_what_is_there():
    larger, other = plan(people=5_000), plan(seed=2)
    assert plan().accepts(larger)
    assert plan().accepts(other)
    assert not larger.accepts(plan())
    assert not other.accepts(larger)
    assert larger.accepts(plan(people=5_000, as_of=date(2020, 1, 1)))


async def test_a_bureau_with_people_of_its_own_is_left_alone(rooms):
    await rooms.register("李四")
    before = await heads(rooms)
    with pytest.raises(Problem, match="people of its own"):
        await load_bureau(loading(rooms), plan(), wait_for_gateway=False)

    assert await heads(rooms) == before
    assert await has_own_people(loading(rooms))
