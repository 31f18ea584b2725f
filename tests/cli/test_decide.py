"""decide, explain and replay on the facts of a gateway, as an operator runs them."""

import asyncio
import json

import pytest

from services.cli.app import main
from services.gateway.facts.intake import followers
from tests.bureau import ROOMS, open_bureau


@pytest.fixture
async def bureau(fresh_database, tmp_path, monkeypatch):
    async with open_bureau(fresh_database, tmp_path, ROOMS) as opened:
        monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
        url = opened.settings.database_url("gateway")
        monkeypatch.setenv("GATEWAY_DATABASE_URL", url)
        yield opened


async def _officer(bureau) -> str:
    person = await bureau.register()
    await bureau.record("roster", person, "rank_awarded", "2021-06-01", rank="二级警司")
    await bureau.record("roster", person, "post_assigned", "2021-06-01", post_grade="科员")
    app = bureau.apps["gateway"]
    for follower in followers(bureau.settings, app.state.http, app.state.pool):
        while await follower.step():
            pass
    return person


async def _run(*words: str) -> int:
    return await asyncio.to_thread(main, words)


async def test_decide_and_explain_answer_people_and_programs(bureau, capsys):
    person = await _officer(bureau)
    assert await _run("--lang", "zh", "decide", person, "--as-of", "2024-06-01") == 0
    told = capsys.readouterr().out
    assert await _run("decide", person, "--as-of", "2024-05-31", "--json") == 0
    tree = json.loads(capsys.readouterr().out)
    assert await _run("--lang", "en", "explain", person, "--as-of", "2024-05-31") == 0
    explained = capsys.readouterr().out

    assert "一级警司" in told
    assert (tree["decision"]["outcome"], tree["decision"]["due_on"]) == ("WAIT", "2024-06-01")
    assert "2024-06-01" in explained


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "x", "--as-of", "2024-02-30"),
        ("decide", "x", "--known-at", "2024-02-01T00:00:00"),
        ("decide", "x", "--known-at", "yesterday"),
    ],
)
async def test_wrong_clocks_are_usage_errors(bureau, words):
    assert await _run(*words) == 2


async def test_nobody_is_a_failed_question(bureau, capsys):
    assert await _run("decide", "01a20f9d-365a-7051-a117-0dcbbf8f4d41") == 1
    assert "not_found" in capsys.readouterr().err
