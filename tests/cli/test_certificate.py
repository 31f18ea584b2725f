"""`certificate` writes what the verifier accepts, for its owner only, and never over a file."""

import asyncio
import json

import pytest

from services.cli.app import main
from services.gateway.facts.intake import followers
from tests.bureau import ROOMS, open_bureau
from tests.verifier.certificates import load


@pytest.fixture
async def bureau(fresh_database, tmp_path, monkeypatch):
    async with open_bureau(fresh_database, tmp_path, ROOMS) as opened:
        monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
        monkeypatch.setenv("GATEWAY_DATABASE_URL", opened.settings.database_url("gateway"))
        yield opened


async def _run(*words: str) -> int:
    return await asyncio.to_thread(main, words)


async def test_the_newest_or_a_named_decision_is_written_and_checked(bureau, tmp_path, capsys):
    person = await bureau.register()
    await bureau.record("roster", person, "rank_awarded", "2021-06-01", rank="二级警司")
    app = bureau.apps["gateway"]
    for follower in followers(bureau.settings, app.state.http, app.state.pool):
        while await follower.step():
            pass
    file = tmp_path / "certificate.json"
    assert await _run("certificate", person, str(file)) == 1
    events = []
    for day in ("2024-05-31", "2024-06-01"):
        path = f"/v1/persons/{person}/decisions/police_rank?as_of={day}"
        events.append((await bureau.send("POST", "gateway", path, body={})).json()["event_id"])
    assert await _run("certificate", person, str(file)) == 0
    assert await _run("certificate", person, str(file)) == 2
    first = tmp_path / "first.json"
    assert await _run("certificate", person.upper(), str(first), "--event", events[0]) == 0

    assert file.stat().st_mode & 0o077 == 0
    assert "verify_certificate.py" in capsys.readouterr().err
    for written, outcome in ((file, "PROMOTE"), (first, "WAIT")):
        text = written.read_text(encoding="utf-8")
        assert json.loads(json.loads(text)["decision"])["outcome"] == outcome
        assert load().verify(text)["judgement"] == "agrees"
