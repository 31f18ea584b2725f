"""`events`: what a terminal shows of a log, and keeping what is published."""

import json
import threading
import time

import pytest
import uvicorn

from services.cli import published
from services.cli.app import main
from services.cli.events import line, write_log
from services.kernel.cloudevent import from_json
from services.kernel.embedded import port
from tests.kernel.samples import chained, changed, recorded


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("JINGHENG_LANG", "en")


SECRET = changed(chained(1)[0], data='{"b":  1}', basis="证书甲", reason="因为乙")


@pytest.mark.parametrize("as_json", [False, True])
def test_what_was_written_about_a_person_is_shown_only_when_asked_for(as_json):
    shown = line(SECRET, data=False, as_json=as_json)

    assert "training.course_passed.v1" in shown
    assert "p1" in shown
    for personal in ('"b"', "证书甲", "因为乙"):
        assert personal not in shown
    assert '{"b":  1}' in line(SECRET, data=True, as_json=as_json)


def test_as_json_with_data_is_the_event_byte_for_byte():
    assert from_json(line(SECRET, data=True, as_json=True).encode()) == SECRET


def test_a_correction_says_what_it_corrects():
    target = recorded(1).event_id

    assert f"corrects {target}" in line(recorded(2, corrects=target), data=False, as_json=False)
    assert f"revokes {target}" in line(recorded(2, revokes=target), data=False, as_json=False)


def test_an_export_is_for_its_owner_only_and_never_overwrites(tmp_path):
    file = tmp_path / "log.jsonl"

    assert write_log(file, chained(3)) == 3
    assert [from_json(one) for one in file.read_bytes().splitlines()] == chained(3)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        write_log(file, [])


def test_kinds_lists_the_language(capsys):
    assert main(["events", "kinds"]) == 0
    assert "training.course_passed.v1" in capsys.readouterr().out
    assert main(["events", "kinds", "--json"]) == 0
    kinds = json.loads(capsys.readouterr().out)
    (passed,) = (kind for kind in kinds if kind["type"] == "training.course_passed.v1")
    assert (passed["zh"], passed["fields"][0]) == ("培训合格", "course")


def test_a_room_that_does_not_exist_is_told_which_there_are(capsys):
    assert main(["events", "tail", "archive"]) == 2
    assert "roster, assessment, training, gateway" in capsys.readouterr().err


def test_a_room_that_does_not_run_is_said_in_one_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
    monkeypatch.setenv("JINGHENG_PORT_BASE", str(port.any_free()))

    assert main(["events", "tail", "training"]) == 3
    assert "does not answer" in capsys.readouterr().err


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A copy of what is published, to be changed."""
    file = tmp_path / "schemas" / "events.lock.json"
    file.parent.mkdir()
    file.write_text(published.LOCK_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(published, "LOCK_FILE", file)
    monkeypatch.setattr(published, "SAMPLES_FOLDER", tmp_path)
    return file


def test_the_lock_as_it_is_holds(kept, capsys):
    assert main(["events", "lock"]) == 0
    assert "types are as published" in capsys.readouterr().err


def test_a_type_not_yet_published_is_found_and_with_write_added(kept, capsys):
    whole = kept.read_text(encoding="utf-8")
    tree = json.loads(whole)
    last = tree["types"].pop()
    kept.write_text(json.dumps(tree), encoding="utf-8")

    assert main(["events", "lock"]) == 1
    assert f"{last['type']}: not yet published" in capsys.readouterr().out
    assert main(["events", "lock", "--write"]) == 0
    assert kept.read_text(encoding="utf-8") == whole


def test_a_changed_type_is_refused_with_write_too(kept, capsys):
    tree = json.loads(kept.read_text(encoding="utf-8"))
    from services.kernel.language.lock import publish

    for entry in tree["types"]:
        if entry["type"] == "training.course_passed.v1":
            shape = entry["versions"][0]["shape"]
            shape["properties"]["days"]["maximum"] = 999
            entry["versions"][0]["sha256"] = publish(shape).sha256
    text = json.dumps(tree)
    kept.write_text(text, encoding="utf-8")

    assert main(["events", "lock", "--write"]) == 1
    out = capsys.readouterr()
    assert "days: accepted when it was written, refused now" in out.out
    assert "version=2" in out.err
    assert kept.read_text(encoding="utf-8") == text


def test_missing_samples_are_added_and_those_there_left_alone(kept, capsys):
    folder = published.SAMPLES_FOLDER
    there = folder / "training.course_passed.v1.jsonl"
    whole = folder / "training.course_failed.v1.jsonl"
    there.write_text('{"course":"entry"}\n')  # From before the optional fields were added.
    whole.write_text('{"course":"entry","title":"","score":1}\n')

    assert main(["events", "samples"]) == 1
    assert main(["events", "samples", "--write"]) == 0
    assert main(["events", "samples"]) == 0
    assert there.read_text().startswith('{"course":"entry"}\n')
    assert len(there.read_text().splitlines()) == 2
    assert whole.read_text() == '{"course":"entry","title":"","score":1}\n'
    assert len(list(folder.glob("*.jsonl"))) == len(published.published())


@pytest.fixture
def served(monkeypatch, tmp_path):
    """A room's feed on a real port, holding three events."""
    from fastapi import FastAPI, Response

    from services.kernel.cloudevent import to_json

    app, base = FastAPI(), port.any_free()

    @app.get("/v1/feed")
    async def feed(after: int) -> Response:
        return Response(b"[" + b",".join(map(to_json, chained(3)[after:])) + b"]")

    server = uvicorn.Server(uvicorn.Config(app, port=base, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    monkeypatch.setenv("TRAINING_URL", f"http://127.0.0.1:{base}")
    monkeypatch.setenv("JINGHENG_HOME", str(tmp_path))
    yield
    server.should_exit = True
    thread.join()


def test_tail_and_export_of_a_running_room(served, capsys, tmp_path):
    assert main(["events", "tail", "training", "--after", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [one.split()[0] for one in lines] == ["2", "3"]
    file = tmp_path / "out.jsonl"
    assert main(["events", "export", "training", str(file)]) == 0
    assert [from_json(one) for one in file.read_bytes().splitlines()] == chained(3)
