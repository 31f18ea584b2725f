"""Logs: the last lines, of all or of one, and what there is when the name is wrong."""

import json

import pytest

from services.cli.app import main
from services.kernel.embedded.home import prepare


@pytest.fixture(autouse=True)
def _home(open_folder, monkeypatch):
    monkeypatch.setenv("JINGHENG_LANG", "en")
    monkeypatch.setenv("JINGHENG_HOME", str(open_folder / "h"))
    prepare(open_folder / "h")
    (open_folder / "h" / "logs" / "gateway.log").write_text("one\ntwo\nthree\n")
    (open_folder / "h" / "logs" / "roster.log").write_text("four\n")


def test_the_last_lines_of_all(capsys):
    assert main(["logs", "-n", "2"]) == 0
    assert capsys.readouterr().out == "gateway | two\ngateway | three\nroster  | four\n"


def test_the_last_lines_of_one(capsys):
    assert main(["logs", "roster"]) == 0
    assert capsys.readouterr().out == "roster | four\n"


def test_a_wrong_name_is_told_what_there_is(capsys):
    assert main(["logs", "rooster"]) == 2
    assert "there are: gateway roster" in capsys.readouterr().err


def test_without_logs_it_is_not_running(open_folder, capsys):
    assert main(["logs", "--home", str(open_folder / "other")]) == 3


def test_a_program_gets_an_object_a_line(open_folder, capsys):
    ours = '{"event": "started", "level": "info"}'
    (open_folder / "h" / "logs" / "roster.log").write_text(f'{ours}\n{{"cut\n')
    assert main(["logs", "--json", "-n", "2"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"process": "gateway", "text": "two"},
        {"process": "gateway", "text": "three"},
        {"process": "roster", "log": json.loads(ours)},
        {"process": "roster", "text": '{"cut'},
    ]
