"""The command line: quick, in two languages, one line and one code for every problem."""

import sys

import pytest

from services.cli.app import is_present, main
from services.cli.command import COMMANDS, GROUPS
from tests.cli.run import jingheng, program


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("JINGHENG_LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_lists_what_this_build_has_and_the_exit_codes(words, capsys):
    assert main(words) == 0
    out = capsys.readouterr().out
    for name, command in COMMANDS.items():
        assert (f"\n  {name} " in out) == is_present(command)
    assert "130 interrupted" in out


def test_the_language_follows_the_locale_and_the_option(monkeypatch, capsys):
    monkeypatch.setenv("JINGHENG_LANG", "")  # So that what --lang sets is undone afterwards.
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    main(["--help"])
    assert "用法" in capsys.readouterr().out
    main(["--lang", "en", "--help"])
    assert "Usage" in capsys.readouterr().out


def test_help_loads_no_framework():
    words = "import sys; from services.cli.app import main; main([]);"
    words += "sys.exit(any(m in sys.modules for m in ('typer', 'pydantic', 'rich', 'asyncpg')))"

    assert program([sys.executable, "-c", words]).code == 0


def test_an_unknown_command_is_guessed_at(capsys):
    assert main(["statsu"]) == 2
    assert "did you mean status?" in capsys.readouterr().err


def test_a_command_this_build_lacks_is_said_so(capsys, monkeypatch):
    monkeypatch.setattr("services.cli.app.is_present", lambda _: False)

    assert main(["up"]) == 2
    assert "this build has no up" in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for name, c in COMMANDS.items() if is_present(c)])
def test_every_command_has_help(name, capsys):
    assert main([name, "--help"]) == 0
    assert "--help" in capsys.readouterr().out


def test_a_wrong_option_is_usage(capsys):
    assert main(["status", "--bogus"]) == 2
    assert "--bogus" in capsys.readouterr().err


def test_a_wrong_variable_is_one_line():
    answer = jingheng("status", JINGHENG_PORT_BASE="80")

    assert answer.code == 5
    assert answer.err.startswith("jingheng: JINGHENG_PORT_BASE is wrong")
    assert answer.err.count("\n") == 1


def test_a_fault_of_ours_shows_its_trace(capsys, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("services.cli.app._run", fail)

    assert main(["status"]) == 1
    assert "fault in the program" in capsys.readouterr().err


def test_an_interruption_is_130(capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("services.cli.app._run", interrupt)

    assert main(["status"]) == 130


def test_every_command_belongs_to_a_group():
    assert {command.group for command in COMMANDS.values()} <= set(GROUPS)
