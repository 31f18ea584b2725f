"""The log over HTTP: pages in order, a long poll that wakes, and only for those who may."""

import asyncio
import time

import httpx
import msgspec
import pytest

from services.kernel import chain
from services.kernel.cloudevent import page_from_json
from services.kernel.decider import StreamWrite
from services.kernel.store.feed import POLL_SECONDS, Newest
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore, connect_pool
from tests.bureau import open_bureau
from tests.kernel.samples import draft, origin

BASE = "/v1/feed"


@pytest.fixture
async def training(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["training"]) as bureau:
        yield bureau


@pytest.fixture
def app(training):
    return training.apps["training"]


async def _fill(store: PostgresStore, count: int, stream: str = "s") -> None:
    drafts = tuple(draft(f"p{n % 3}") for n in range(count))
    await store.append(origin(), [StreamWrite(stream, 0, drafts)])


async def _feed(training, **parameters) -> httpx.Response:
    return await training.get("training", BASE, role="system", params=parameters)


async def test_the_whole_log_comes_page_by_page_and_verifies(training, app):
    await _fill(app.state.store, 7)
    log, after = [], 0
    while page := page_from_json((await _feed(training, after=after, limit=3)).content):
        assert len(page) <= 3
        log += page
        after = page[-1].pos
    head = msgspec.json.decode(
        (await training.get("training", f"{BASE}/head", role="system")).content
    )

    assert chain.verify(log) == (7, bytes.fromhex(head["chain"]))
    assert log == await Log(app.state.pool).page(0)
    assert (head["pos"], head["algorithm"]) == (7, "sha256")


async def test_it_is_a_batch_of_cloudevents(training, app):
    await _fill(app.state.store, 1)
    answer = await _feed(training)

    assert answer.headers["content-type"].startswith("application/cloudevents-batch+json")
    assert answer.json()[0]["specversion"] == "1.0"


async def test_at_the_end_it_waits_and_wakes_with_the_append(training, app):
    waiting = asyncio.create_task(_feed(training, wait=10))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    await _fill(app.state.store, 2)
    page = page_from_json((await asyncio.wait_for(waiting, 3)).content)

    assert [event.pos for event in page] == [1, 2]
    assert time.monotonic() - began < 10 * POLL_SECONDS


async def test_appends_of_another_process_are_found_by_looking(training, app):
    pool = await connect_pool(training.settings.database_url("training"))
    waiting = asyncio.create_task(_feed(training, wait=10))
    await asyncio.sleep(0.05)
    await _fill(PostgresStore(pool), 1)  # Its `appended` tells nobody here.
    page = page_from_json((await asyncio.wait_for(waiting, 5)).content)
    await pool.close()

    assert [event.pos for event in page] == [1]


async def test_when_nothing_comes_the_answer_is_empty(training):
    began = time.monotonic()
    answer = await _feed(training, wait=1)

    assert answer.json() == []
    assert 0.9 < time.monotonic() - began < 5


async def test_a_reader_who_waits_is_let_go_when_the_process_stops(training, app):
    waiting = asyncio.create_task(_feed(training, wait=20))
    await asyncio.sleep(0.05)
    app.state.drain.begin()

    assert (await asyncio.wait_for(waiting, 2)).json() == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"after": -1},
        {"after": "1.5"},
        {"after": 2**60},
        {"limit": 0},
        {"limit": 5001},
        {"wait": 21},
        {"before": 1},
    ],
)
async def test_what_cannot_be_asked_is_the_callers_fault(training, parameters):
    assert 400 <= (await _feed(training, **parameters)).status_code < 500


@pytest.mark.parametrize("path", [BASE, f"{BASE}/head"])
async def test_only_services_and_auditors_may_read_it(training, path):
    codes = {
        role: (await training.get("training", path, role=role)).status_code
        for role in ("system", "hr", "officer", "unit_leader", "finance")
    }

    assert codes.pop("system") == 200
    assert set(codes.values()) == {403}


async def test_waiting_ends_at_the_news_or_at_its_time():
    newest = Newest()
    began = time.monotonic()
    await newest.wait(0.05)
    assert time.monotonic() - began >= 0.04
    many = [asyncio.create_task(newest.wait(5)) for _ in range(3)]
    await asyncio.sleep(0)
    newest.tell(1)
    await asyncio.wait_for(asyncio.gather(*many), 1)
