"""Test and nightly hand their arguments to pytest and its code back."""

import pytest

from services.cli import nightly, test
from services.cli.app import main

_SPREAD = ["-n", "2", "--dist", "worksteal"]


@pytest.fixture
def asked(monkeypatch):
    calls = []

    def record(words):
        calls.append(words)
        return 1

    monkeypatch.setattr(test, "pytest", record)
    monkeypatch.setattr(nightly, "pytest", record)
    monkeypatch.setenv("JINGHENG_LANG", "en")
    return calls


def test_two_workers_and_no_nightly_unless_told(asked, capsys):
    assert main(["test", "-k", "pay", "--maxfail=1"]) == 1
    assert asked == [["-m", "not nightly", *_SPREAD, "-k", "pay", "--maxfail=1"]]
    assert "Skipped: nightly" in capsys.readouterr().err


def test_what_is_told_wins(asked):
    main(["test", "-n0", "-m", "kafka"])

    assert asked == [["-n0", "-m", "kafka"]]


def test_pytest_really_runs_and_its_code_comes_back():
    assert test.pytest(["--version", "-q"]) == 0
    assert test.pytest(["-q", "no_such_file.py"]) == 4
