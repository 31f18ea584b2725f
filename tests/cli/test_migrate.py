"""migrate: twice is once, and it needs the owner's address."""

import asyncio
import json

import asyncpg

from services.cli.app import main


async def test_a_room_is_migrated_and_again_without_harm(fresh_database, monkeypatch, capsys):
    url = await fresh_database()
    monkeypatch.setenv("TRAINING_OWNER_DATABASE_URL", url)
    codes = [await asyncio.to_thread(main, ["migrate", "training"]) for _ in range(2)]

    assert codes == [0, 0]
    assert capsys.readouterr().out == "training: ok\n" * 2
    assert await asyncio.to_thread(main, ["migrate", "training", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    connection = await asyncpg.connect(url)
    at = [row[0] for row in await connection.fetch("select version_num from alembic_version")]
    await connection.close()
    assert told == {"room": "training", "revisions": sorted(at)}


def test_an_unknown_room_is_a_usage_error():
    assert main(["migrate", "palace"]) == 2


def test_a_missing_owner_address_is_named(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
    monkeypatch.delenv("ROSTER_OWNER_DATABASE_URL", raising=False)

    assert main(["migrate", "roster"]) == 5
    assert "ROSTER_OWNER_DATABASE_URL" in capsys.readouterr().err
