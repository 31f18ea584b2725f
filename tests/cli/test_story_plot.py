"""The story's own figures: blocked by name, recovered to the fen, given back, all from facts."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from services.cli import story_plot
from services.cli.story_plot import Stage, witness_key
from services.gateway.facts.intake import followers
from services.kernel.web.clocks import day_of
from services.kernel.witness import signing_key
from tests.bureau import ROOMS, open_bureau


@pytest.fixture
async def bureau(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ROOMS) as opened:
        yield opened


async def test_the_chapters(bureau, monkeypatch):
    async def agreed(_settings) -> list[str]:
        return ["sound"]

    monkeypatch.setattr(story_plot, "verified", agreed)
    monkeypatch.setenv("JINGHENG_LANG", "en")
    chapters: list[tuple[str, ...]] = []
    app, stop = bureau.apps["gateway"], asyncio.Event()
    running = [
        asyncio.create_task(one.run(stop))
        for one in followers(bureau.settings, app.state.http, app.state.pool)
    ]
    headers = {"Authorization": f"Bearer {bureau.token('hr')}"}
    base = bureau.settings.upstream_url("gateway")
    async with httpx.AsyncClient(transport=bureau.inside, base_url=base, headers=headers) as http:
        stage = Stage(
            bureau.settings,
            http,
            app.state.pool,
            app.state.shelves,
            lambda _zh, en, *lines: chapters.append((en, *lines)),
        )
        await story_plot._play(stage, day_of(datetime.now(UTC)))
    rows = await app.state.pool.fetch("select stage, scope from pay_runs order by month")
    stop.set()
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    told = {chapter[0]: "\n".join(chapter[1:]) for chapter in chapters}
    blocked, recovered, returned = (
        next(text for title, text in told.items() if word in title)
        for word in ("arrives late", "recovers", "pays back")
    )

    assert "blocked until" in blocked
    assert "政务处分法" in blocked
    assert recovered.count("-4.00") == 2
    assert returned.count(" 4.00 ") == 3
    assert len(chapters) == 7
    assert "decided anew: agrees" in told["An auditor's programs, offline, agree"]
    assert [tuple(row) for row in rows] == [("closed", "unit")] * 4  # Real runs, nobody else's.


def test_the_public_key_is_the_witness_s(tmp_path):
    file = tmp_path / "w.key"
    assert witness_key(file) == ""
    key = signing_key(file)

    assert witness_key(file) == key.public_key().public_bytes_raw().hex()
