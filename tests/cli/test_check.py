"""Check: one line each, all of them run, red when one is."""

import json
import sys

import pytest

from services.cli import check
from services.cli.app import main
from services.cli.check import Step

GREEN = Step("green", (sys.executable, "-c", "print('fine')"))
RED = Step("red", (sys.executable, "-c", "print('broken wall'); raise SystemExit(1)"))


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("JINGHENG_LANG", "en")


def test_all_green_is_zero(monkeypatch, capsys):
    monkeypatch.setattr(check, "steps", lambda: [GREEN, GREEN])

    assert main(["check"]) == 0
    assert "fine" not in capsys.readouterr().out


def test_one_red_is_one_and_says_why(monkeypatch, capsys):
    monkeypatch.setattr(check, "steps", lambda: [RED, GREEN])

    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "broken wall" in out
    assert "green" in out
    assert "Failed: red" in out


def test_a_program_may_read_it(monkeypatch, capsys):
    monkeypatch.setattr(check, "steps", lambda: [RED, GREEN])

    assert main(["check", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(item["name"], item["ok"]) for item in answer["checks"]] == [
        ("red", False),
        ("green", True),
    ]


def test_an_environment_without_tools_is_said_so(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ruff" else name)

    assert main(["check"]) == 5
    assert "JINGHENG_NO_DEV" in capsys.readouterr().err


def test_the_real_steps_cover_format_lint_types_walls_and_rules():
    names = {step.name for step in check.steps()}

    assert {"ruff format", "ruff check", "mypy", "lint-imports", "house rules"} <= names
