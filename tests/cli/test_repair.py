"""`follow-repair`: a room restored from a backup, seen from the gateway, looked at and repaired."""

import asyncio
from dataclasses import asdict
from pathlib import Path

import httpx
import pytest

from services.cli import repair
from services.cli.app import main
from services.cli.repair import carry_out, copy_of
from services.gateway.facts.intake import followers
from services.kernel.cloudevent import from_json
from services.kernel.follow.place import Condition, Stopped
from tests.bureau import open_bureau


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("JINGHENG_LANG", "en")


@pytest.fixture
async def bureau(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster", "gateway"]) as made:
        yield made


async def follow(bureau) -> None:
    async with httpx.AsyncClient(transport=bureau.inside) as http:
        (roster, *_) = followers(bureau.settings, http, bureau.apps["gateway"].state.pool)
        while await roster.step():
            pass


async def forget_after(bureau, pos: int) -> None:
    """As if the roster's database had been restored from a backup taken at `pos`."""
    pool = bureau.apps["roster"].state.pool
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local session_replication_role = replica")
        await connection.execute("delete from commands where (receipt->>'pos')::bigint > $1", pos)
        await connection.execute("delete from events where pos > $1", pos)
        await connection.execute(
            "update head set pos = $1, chain = (select chain from events where pos = $1)", pos
        )


async def test_from_the_fork_to_the_new_history(bureau, capsys):
    gateway = bureau.apps["gateway"].state.pool
    for name in ("一", "二", "三", "四"):
        await bureau.register(name)
    await follow(bureau)
    await forget_after(bureau, 2)
    for name in ("五", "六", "七"):
        await bureau.register(name)
    with pytest.raises(Stopped) as stopped:
        await follow(bureau)
    async with httpx.AsyncClient(transport=bureau.inside) as http:
        copy = copy_of(bureau.settings, http, "roster")
        parted = await repair._look(gateway, copy)
        repair._show(parted)
        shown = capsys.readouterr()
        dropped = await carry_out(bureau.settings, gateway, copy, 3, ("restored", "me"))
    await follow(bureau)

    assert stopped.value.condition is Condition.FORK
    assert asdict(parted) == {"room": "roster", "agreed": 2, "taken": 4, "decisions": 0}
    assert "both agree up to position 2, 4 had been taken" in shown.err
    assert "follow-repair roster --from 3" in shown.out
    assert dropped == 2
    names = await gateway.fetch("select data->>'name' from facts order by pos")
    assert [row[0] for row in names] == ["一", "二", "五", "六", "七"]
    (note,) = await gateway.fetch("select repaired_by, reason, kept_in from follow_repairs")
    assert (note["repaired_by"], note["reason"]) == ("me", "restored")
    kept = await asyncio.to_thread(Path(note["kept_in"]).read_bytes)
    assert [from_json(line).pos for line in kept.splitlines()] == [3, 4]


async def test_nothing_to_repair_is_said(bureau, capsys):
    await bureau.register()
    await follow(bureau)
    gateway = bureau.apps["gateway"].state.pool
    async with httpx.AsyncClient(transport=bureau.inside) as http:
        copy = copy_of(bureau.settings, http, "roster")
        parted = await repair._look(gateway, copy)
    repair._show(parted)

    assert parted.agreed == parted.taken == 1
    assert "nothing to drop" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["gateway"],
        ["archive"],
        ["roster", "--from", "3"],
        ["roster", "--from", "3", "--reason", "  "],
        ["roster", "--from", "0", "--reason", "x"],
    ],
)
def test_without_a_room_a_place_and_a_reason_nothing_is_done(words, capsys):
    assert main(["follow-repair", *words]) == 2


def test_dropped_events_are_put_by_for_their_owner(tmp_path):
    from tests.kernel.samples import chained

    file = tmp_path / "repairs" / "x.jsonl"
    repair.put_by(file, chained(2))

    assert [from_json(line) for line in file.read_bytes().splitlines()] == chained(2)
    assert file.stat().st_mode & 0o777 == 0o600
