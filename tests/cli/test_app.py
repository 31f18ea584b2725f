"""The command line: quick, in two languages, one line and one code for every problem."""

import os
import re
import subprocess
import sys

import asyncpg
import httpx
import pytest

from services.cli import app
from services.cli.app import is_present, main
from services.cli.command import COMMANDS, GROUPS
from services.kernel.settings import REPOSITORY
from tests.cli.run import jingheng, program

_CHINESE = re.compile("[\u4e00-\u9fff]")


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


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["status", "--foo"], "没有选项 --foo。 用法见", "No such option: --foo. See"),
        (["decide"], "缺少参数 person。", "Missing argument 'person'."),
        (["demo", "loa"], "没有命令 loa。 是否指 load？ 用法见", "No such command 'loa'."),
        (["up", "--scale", "x"], "--scale 的值不对：应为整数", "valid integer"),
        (["up", "--scale"], "选项 --scale 须有一个值", "requires an argument"),
        (["status", "x"], "多余的参数：x", "unexpected extra argument"),
        (["case"], "用法：jingheng case", "Usage: jingheng case"),
    ],
)
def test_a_misuse_is_said_in_the_users_language(words, zh, en, capsys):
    for language, told in (("zh", zh), ("en", en)):
        assert main(["--lang", language, *words]) == 2
        assert told in capsys.readouterr().err


def test_help_in_chinese_is_in_chinese():
    """In a process of its own: a module words its options when it is imported."""
    ask = (
        "from services.cli.app import main\n"
        "from services.cli.command import COMMANDS\n"
        "for name in COMMANDS: main([name, '--help'])"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=REPOSITORY,
        env=os.environ | {"JINGHENG_LANG": "zh"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert told.count("用法：") == len(COMMANDS)
    assert [line for line in told.splitlines() if line and not _CHINESE.search(line)] == []


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        (ConnectionRefusedError(111, "refused"), 3, "./jingheng up"),
        (httpx.ConnectError("nobody"), 3, "./jingheng up"),
        (asyncpg.CannotConnectNowError("starting"), 3, "./jingheng up"),
        (FileNotFoundError(2, "No such file or directory", "/x/y"), 2, "/x/y"),
        (FileExistsError(17, "File exists", "/x/y"), 2, "/x/y"),
        (asyncpg.DiskFullError("No space left on device"), 5, "disk is full"),
        (PermissionError(13, "Permission denied", "/x/y"), 5, "no permission: /x/y"),
        (OSError(28, "No space left on device", "/x/y"), 5, "/x/y"),
    ],
)
def test_what_the_user_can_mend_is_one_line_and_a_code(fault, code, told, capsys, monkeypatch):
    def fail(*_):
        raise fault

    monkeypatch.setattr(app, "_run", fail)
    assert main(["status"]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
