"""Options that several commands share mean the same in each."""

import importlib

import pytest

from services.cli.app import main
from services.kernel import settings
from services.kernel.embedded.problem import Problem
from tests.cli.run import jingheng


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("replay", ["replay"]),
        ("rebuild", ["rebuild", "--check"]),
        ("verify", ["verify"]),
        ("migrate", ["migrate"]),
        ("repair", ["follow-repair", "roster"]),
        ("witness", ["witness", "close", "roster", "--reason", "x"]),
    ],
)
def test_home_is_where_the_settings_are_read_from(module, words, monkeypatch, tmp_path, capsys):
    """Before anything is asked of a database."""
    asked = []

    def load(**given):
        asked.append(given)
        raise Problem("到此", "so far", exit_code=7)

    found = importlib.import_module(f"services.cli.{module}")
    monkeypatch.setattr(found if hasattr(found, "load") else settings, "load", load)

    assert main([*words, "--home", str(tmp_path)]) == 7
    assert main(words) == 7
    assert asked == [{"JINGHENG_HOME": str(tmp_path)}, {"JINGHENG_HOME": None}]


@pytest.mark.parametrize(
    "words",
    [
        *(["migrate"], ["logs"], ["follow-repair"], ["witness", "close"], ["verify"]),
        *(["replay"], ["rebuild"], ["status"]),
    ],
)
def test_json_is_told_in_the_help(words):
    told = jingheng(*words, "--help")

    assert told.code == 0
    assert "--json" in told.out
    assert "--home" in told.out
