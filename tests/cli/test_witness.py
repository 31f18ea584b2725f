"""`witness close`: after a restore `verify` ends well and says why; nothing is closed silently."""

import json
import re
import shlex
from dataclasses import asdict, replace

import asyncpg
import pytest

from services.kernel.settings import REPOSITORY
from services.kernel.store.log import Log
from services.kernel.witness import append, read_checkpoints, sign, sign_closing, signing_key
from tests.bureau import utc_now
from tests.cli.run import jingheng
from tests.cli.test_verify import ENGLISH, Room
from tests.conftest import server_url
from tests.kernel.tamper import KINDS, LENGTH, OTHER, edited, rechained

WHY = ("--reason", "disk lost, backup of the 24th", "--by", "Zhang San")
DAY = ("--restored-on", "2026-11-25")


RUNBOOK = (REPOSITORY / "deploy" / "runbook.md").read_text(encoding="utf-8")
BACKUP = 10  # Events in it.


@pytest.fixture
async def room(fresh_database, tmp_path):
    """Its witness has seen LENGTH events; there is a backup of when it had fewer."""
    made = Room(await fresh_database("training"), tmp_path)
    await made.fill(range(BACKUP))
    await made.pool.close()
    made.backup = await copied(made.url)
    await made.fill(range(BACKUP, LENGTH))
    first = made.backup
    yield made
    await made.pool.close()
    for url in {first, made.backup}:
        await at_server(f"drop database {url.rpartition('/')[2]} with (force)")


async def restored(room: Room, *, further: int = 3) -> None:
    """The room as its backup has it, gone on another way."""
    await room.pool.close()
    room.url = room.backup
    await room.fill(range(BACKUP, BACKUP + further), "另{}期")


async def copied(url: str) -> str:
    name = f"{url.rpartition('/')[2]}_backup"
    await at_server(f"create database {name} template {url.rpartition('/')[2]}")
    return server_url(name)


async def at_server(statement: str) -> None:
    connection = await asyncpg.connect(server_url())
    await connection.execute(statement)
    await connection.close()


def run(room: Room, *words: str):
    variables = {"TRAINING_DATABASE_URL": room.url, "JINGHENG_HOME": str(room.home)} | ENGLISH
    return jingheng(*words, **variables)


async def test_a_closed_history_is_told_by_every_later_verify_and_ends_well(room):
    await restored(room)
    before = room.witness_file.read_text(encoding="utf-8")
    assert run(room, "verify", "training").code == 1
    closed = run(room, "witness", "close", "training", *WHY, *DAY, "--json")
    told = json.loads(closed.out)

    assert closed.code == 0, closed.err
    assert (told["closes_after"], told["saw"], told["by"]) == (10, LENGTH, "Zhang San")
    assert room.witness_file.read_text(encoding="utf-8").startswith(before)
    later = run(room, "verify", "training")
    assert later.code == 0, later.out + later.err
    assert "history before the restore of 2026-11-25 (after position 10" in later.out
    assert "closed by Zhang San" in later.out
    assert "disk lost, backup of the 24th" in later.out
    (log,) = json.loads(run(room, "verify", "training", "--json").out)["logs"]
    assert [one["reason"] for one in log["closings"]] == ["disk lost, backup of the 24th"]


async def test_what_is_changed_after_the_closing_or_before_the_restore_is_found_as_ever(room):
    await restored(room)
    assert run(room, "witness", "close", "training", *WHY).code == 0
    log = await room.log()
    for number in (3, BACKUP + 1):
        await room.replace_with(rechained(edited(log, number, data=OTHER)))
        (wrong,) = (await room.verified()).wrong
        assert (wrong.since or wrong.pos) <= number <= wrong.pos
    await room.replace_with(log[:-1])
    assert (await room.verified()).wrong


async def test_a_second_restore_is_closed_beside_the_first(room):
    await restored(room)
    await room.pool.close()
    room.backup = await copied(room.url)
    await room.fill(range(BACKUP + 3, BACKUP + 6))
    assert run(room, "witness", "close", "training", *WHY).code == 0
    await restored(room, further=1)
    assert run(room, "verify", "training").code == 1
    assert run(room, "witness", "close", "training", "--reason", "again").code == 0
    (told,) = json.loads(run(room, "verify", "training", "--json").out)["logs"]
    assert (told["ok"], [c["reason"] for c in told["closings"]]) == (True, [WHY[1], "again"])


async def test_a_backup_that_has_not_gone_on_can_be_closed_too(room):
    await restored(room, further=0)
    assert run(room, "witness", "close", "training", *WHY).code == 0
    assert run(room, "verify", "training").code == 0


@pytest.mark.parametrize("name", ["payload edited", "one repeated"])
async def test_a_log_that_does_not_hold_together_cannot_be_closed(room, name):
    await room.replace_with(KINDS[name].make(await room.log()))
    before = room.witness_file.read_bytes()
    refused = run(room, "witness", "close", "training", *WHY)

    assert refused.code == 1
    assert "does not hold together" in refused.err
    assert room.witness_file.read_bytes() == before


async def test_where_nothing_parted_there_is_nothing_to_close(room):
    refused = run(room, "witness", "close", "training", *WHY)

    assert (refused.code, "nothing to close" in refused.err) == (1, True)
    for wrong in (("--reason", " "), ("--reason", "a\nb"), ()):
        assert run(room, "witness", "close", "training", *wrong).code == 2


async def test_a_closing_counts_only_when_signed_by_the_key_that_is_trusted(room, tmp_path):
    await restored(room)
    forger, head = signing_key(tmp_path / "forger"), await Log(room.pool).head()
    told = {
        "closes_after": 10,
        "saw": LENGTH,
        "restored_on": "2026-11-25",
        "by": "x",
        "reason": "y",
    }
    forged = sign_closing(forger, sign(forger, "training", head, utc_now()), **told)
    before = room.witness_file.read_bytes()
    append(room.witness_file, forged)
    assert {w.only_witnessed for w in (await room.verified()).wrong} == {True, False}
    room.witness_file.write_bytes(before)
    assert run(room, "witness", "close", "training", *WHY).code == 0
    *_, line = room.witness_file.read_text(encoding="utf-8").splitlines()
    (closing,) = read_checkpoints([line])
    for changed in ({"reason": "other"}, {"closes_after": 0}, {"by": "other"}):
        room.witness_file.write_bytes(before)
        append(room.witness_file, replace(closing, **changed))
        assert (await room.verified()).wrong, changed
    room.witness_file.write_bytes(before)
    append(room.witness_file, closing)
    assert (await room.verified()).wrong == []
    assert (await room.verified(trusted=None)).wrong, asdict(closing)


async def test_the_runbook_names_the_command_that_closes(room):
    await restored(room)
    (line,) = re.findall(r"```sh witness\n(.*?)```", RUNBOOK, re.DOTALL)
    name, *words = shlex.split(line)
    done = run(room, *("training" if word == "roster" else word for word in words))

    assert (name, done.code) == ("jingheng", 0), done.err
    assert run(room, "verify", "training").code == 0
