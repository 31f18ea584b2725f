"""The independent verifier: accepts the real log, refuses every tampering, and is independent."""

import ast
import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from services.cli.events import write_log
from services.cli.feed_reader import pages, source
from services.kernel.chain import HASHES
from services.kernel.cloudevent import to_json
from services.kernel.store.log import Log
from services.kernel.store.postgres import LogHead
from services.kernel.witness import Checkpoint, Witness, public_key, sign, signing_key
from tests.bureau import open_bureau, utc_now
from tests.kernel.samples import chained, changed
from tests.kernel.tamper import KINDS, LENGTH, edited, rechained, sound_log

PROGRAM = Path(__file__).parents[2] / "verifier" / "verify_log.py"
STORE = UUID(int=77)
AT = datetime(2026, 2, 1, tzinfo=UTC)
LOG = sound_log()


def _load():
    spec = importlib.util.spec_from_file_location("verify_log", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = _load()


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    file = tmp_path_factory.mktemp("witness") / "key"
    return signing_key(file), public_key(file)


def lines(log) -> list[str]:
    return [to_json(event).decode() + "\n" for event in log]


def seen(key, log=LOG, positions=range(1, LENGTH + 1), **more) -> list[Checkpoint]:
    heads = [LogHead(STORE, "sha256", pos, log[pos - 1].chain, AT) for pos in positions]
    return [sign(key[0], "training", replace(head, **more), AT) for head in heads]


def written(checkpoints) -> list[str]:
    return [json.dumps(asdict(checkpoint)) for checkpoint in checkpoints]


def test_the_untampered_log_is_accepted(key):
    found = verifier.verify(lines(LOG), written(seen(key)), key[1])

    assert found["ok"], found
    assert (found["events"], found["checkpoints"]) == (LENGTH, LENGTH)
    assert (found["room"], found["chain"]) == ("training", LOG[-1].chain.hex())
    assert found["notes"] == []


@pytest.mark.parametrize("name", KINDS)
def test_every_tampering_is_refused_at_its_position(key, name):
    found = verifier.verify(lines(KINDS[name].make(LOG)), written(seen(key)), key[1])

    assert found["wrong"], name
    assert found["wrong"]["since"] == KINDS[name].first
    assert found["wrong"]["since"] <= found["wrong"]["pos"]


@pytest.mark.parametrize("name", KINDS)
def test_with_few_checkpoints_the_first_wrong_position_is_within_what_is_named(key, name):
    few = written(seen(key, positions=(5, 12, LENGTH)))
    wrong = verifier.verify(lines(KINDS[name].make(LOG)), few, key[1])["wrong"]

    assert wrong
    assert wrong["since"] <= KINDS[name].shows <= max(wrong["pos"], KINDS[name].shows)


@pytest.mark.parametrize("name", KINDS)
def test_without_checkpoints_it_says_what_it_cannot_see(name):
    found = verifier.verify(lines(KINDS[name].make(LOG)))

    assert (found["wrong"] is not None) is KINDS[name].within
    assert "no checkpoints" in found["notes"][0]


def _line(**changes) -> str:
    wire = json.loads(lines(LOG)[3])
    for name, value in changes.items():
        if value is None:
            del wire[name]
        else:
            wire[name] = value
    return json.dumps(wire, ensure_ascii=False, separators=(",", ":"))


WIRE = {
    "payload written in other words": lines(LOG)[3].replace('"days":0', '"days": 0'),
    "payload escaped": lines(LOG)[3].replace("第", "\\u7b2c"),
    "a name twice": lines(LOG)[3].replace('{"spec', '{"pos":4,"spec', 1),
    "a member twice at the end": lines(LOG)[3].rstrip()[:-1] + ',"data":{}}',
    "more after it": lines(LOG)[3].rstrip() + "{}",
    "cut short": lines(LOG)[3][:-9],
    "a list": "[]",
    "no position": _line(pos=None),
    "no payload": _line(data=None),
    "a position as text": _line(pos="4"),
    "a position as a fraction": lines(LOG)[3].replace('"pos":4', '"pos":4.0'),
    "an id in capitals": _line(id="00000000-0000-0000-0000-00000000000A"),
    "a time of another zone": _line(time="2026-01-01T08:00:04.000000+08:00"),
    "a time without fraction": _line(time="2026-01-01T00:00:04Z"),
    "another source": _line(source="/jingheng/roster"),
    "no source": _line(source=None),
    "a chain in capitals": _line(chain=LOG[3].chain.hex().upper()),
    "a reason smuggled in": _line(reason="x"),
    "bytes that are no text": lines(LOG)[3].replace("第", "\udcff"),
}


@pytest.mark.parametrize("name", WIRE)
def test_a_line_that_is_not_the_event_as_written_is_refused(name):
    assert WIRE[name] != lines(LOG)[3]
    found = verifier.verify([*lines(LOG)[:3], WIRE[name], *lines(LOG)[4:]])

    assert found["wrong"]["pos"] == 4, found


def test_the_order_of_members_and_what_it_does_not_know_do_not_matter():
    wire = json.loads(lines(LOG)[3])
    data = LOG[3].data
    rest = {name: wire[name] for name in sorted(wire, reverse=True) if name != "data"}
    shuffled = json.dumps({"traceparent": "00-1", **rest})[:-1] + f' , "data" : {data} }}'

    assert verifier.verify([*lines(LOG)[:3], shuffled, *lines(LOG)[4:]])["ok"]


def test_sequences_are_checked_although_the_chain_fits():
    for field, value in (("version", 9), ("subject_seq", 9), ("type", "roster.rank_awarded.v1")):
        found = verifier.verify(lines(rechained(edited(LOG, 4, **{field: value}))))
        assert found["wrong"]["pos"] == 4, field


@pytest.mark.parametrize("algorithm", HASHES)
def test_both_hashes(key, algorithm):
    log = [changed(event, subject_seq=event.pos) for event in chained(6, algorithm)]
    kept = written(seen(key, log, (6,), algorithm=algorithm))

    assert verifier.verify(lines(log), kept, key[1])["ok"]
    other = written(seen(key, log, (6,), algorithm=next(h for h in HASHES if h != algorithm)))
    assert verifier.verify(lines(log), other, key[1])["wrong"]["pos"] == 1
    unknown = written(seen(key, log, (6,), algorithm="md5"))
    assert "md5" in verifier.verify(lines(log), unknown, key[1])["wrong"]["problem"]


def test_forged_checkpoints_are_refused(key, tmp_path):
    forged_log = KINDS["payload edited, all links made anew"].make(LOG)
    forger = (signing_key(tmp_path / "forger"), "")
    good = seen(key, positions=(12,))[0]
    forgeries = {
        "the forger's own key": seen(forger, forged_log, (12,)),
        "the witness's name on it": [replace(seen(forger, forged_log, (12,))[0], key=good.key)],
        "the chain edited": [replace(good, chain=forged_log[11].chain.hex())],
        "the position edited": [replace(good, pos=7)],
        "no signature": [replace(good, signature="")],
        "not a signature": [replace(good, signature="x")],
    }
    for name, made in forgeries.items():
        found = verifier.verify(lines(forged_log), written(made), key[1])
        assert "not signed by" in found["wrong"]["problem"], name
    assert not verifier.verify(lines(forged_log), written([good]), key[1])["ok"]


def test_checkpoints_of_another_log_are_refused(key):
    (good,) = seen(key, positions=(12,))
    other_store = seen(key, positions=(13,), store_id=UUID(int=5))
    other_room = [sign(key[0], "roster", LogHead(STORE, "sha256", 12, LOG[11].chain, AT), AT)]

    assert not verifier.verify(lines(LOG), written([good, *other_store]), key[1])["ok"]
    assert not verifier.verify(lines(LOG), written(other_room), key[1])["ok"]


@pytest.mark.parametrize("line", ["[]", '{"pos": 1}', '"x"'])
def test_a_witness_line_that_is_something_else_is_refused(key, line):
    assert "line 1" in verifier.verify(lines(LOG), [line])["wrong"]["problem"]


@pytest.mark.parametrize("emptied", [[], [""], ["", " "]])
def test_an_emptied_witness_vouches_for_nothing(emptied):
    assert "no checkpoint" in verifier.verify(lines(LOG), emptied)["wrong"]["problem"]


def test_a_witness_line_cut_short_is_told_and_no_false_alarm(key):
    found = verifier.verify(lines(LOG), [*written(seen(key)), '{"room": "tr'], key[1])

    assert found["ok"]
    assert f"line {LENGTH + 1} was cut short" in found["notes"][0]


def test_what_was_not_checked_is_said(key, monkeypatch):
    kept = written(seen(key))
    assert "no --key" in verifier.verify(lines(LOG), kept)["notes"][0]
    monkeypatch.setattr(verifier, "Ed25519PublicKey", None)
    assert "cryptography" in verifier.verify(lines(LOG), kept, key[1])["notes"][0]


def test_it_imports_nothing_of_ours_and_only_one_thing_from_elsewhere():
    names = set()
    for node in ast.walk(ast.parse(PROGRAM.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module.partition(".")[0])

    assert names - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize("missing", ["log", "witness"])
def test_a_file_that_is_not_there_is_no_verdict(missing, tmp_path, capsys):
    (tmp_path / "log").touch()
    names = {"log": tmp_path / "log", "witness": tmp_path / "log"} | {missing: tmp_path / "none"}
    with pytest.raises(SystemExit) as end:
        verifier.main([str(names["log"]), "--witness", str(names["witness"])])

    assert end.value.code == 2
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize("python", [sys.executable, "python3.9", "python3.13"])
def test_as_a_program_of_its_own(key, tmp_path, python):
    """Isolated (-I): neither our tree nor, for a foreign Python, any of our packages."""
    if shutil.which(python) is None or _version_of(python) is None:
        pytest.skip(f"no {python} here")
    program = tmp_path / "verify_log.py"
    shutil.copy(PROGRAM, program)
    log, witness = tmp_path / "log.jsonl", tmp_path / "witness.jsonl"
    write_log(log, LOG)
    witness.write_text("\n".join(written(seen(key))) + "\n")
    command = [python, "-I", str(program), str(log), "--witness", str(witness), "--key", key[1]]
    sound = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (sound.returncode, "sound: training, 20 events" in sound.stdout) == (0, True), sound
    log.unlink()
    write_log(log, KINDS["tail forged"].make(LOG))
    harmed = subprocess.run(command, capture_output=True, text=True, check=False)

    assert harmed.returncode == 1
    assert "WRONG at position 15: the checkpoint of" in harmed.stdout
    assert subprocess.run([*command, "--no-such"], capture_output=True, check=False).returncode == 2


def _version_of(python: str) -> str | None:
    done = subprocess.run([python, "--version"], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


async def test_it_accepts_what_a_real_room_wrote_and_witnessed(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        key_file = tmp_path / "key"
        witness = Witness(tmp_path / "kept.jsonl", key_file, room="roster")
        for name, paper in (("欧阳𠮷", "一"), ("张三", "\U0001f600"), ("O'Neil", '"1"\\')):
            person = await bureau.register(name)
            said = {"kind": "警告", "document_no": paper}
            await bureau.record("roster", person, "sanction_imposed", "2024-03-10", **said)
            witness.note(await Log(bureau.apps["roster"].state.pool).head(), utc_now())
        import httpx

        http = httpx.AsyncClient(transport=bureau.inside)
        log = [
            event async for page in pages(source(bureau.settings, "roster", http)) for event in page
        ]
    kept = (tmp_path / "kept.jsonl").read_text().split("\n")
    found = verifier.verify(lines(log), kept, public_key(key_file))

    assert found["ok"], found
    assert (found["events"], found["checkpoints"]) == (6, 3)
