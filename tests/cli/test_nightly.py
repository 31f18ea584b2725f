"""Nightly: the marked tests, then mutants; red when a test fails or an unknown mutant survives."""

import pytest

from services.cli import nightly
from services.cli.app import main

RESULTS = """
    services.a.x_one__mutmut_1: survived
    services.a.x_one__mutmut_2: killed
    services.a.x_two__mutmut_1: no tests
    services.a.x_two__mutmut_2: timeout
    services.a.x_two__mutmut_3: not checked
    services.a.x_two__mutmut_4: segfault
"""


@pytest.mark.parametrize(
    ("pytest_code", "left", "code"),
    [(0, [], 0), (5, [], 0), (1, [], 1), (0, ["m"], 1), (4, ["m"], 2)],
)
def test_red_when_either_is(monkeypatch, pytest_code, left, code):
    monkeypatch.setattr(nightly, "pytest", lambda _: pytest_code)
    monkeypatch.setattr(nightly, "survivors", lambda: left)

    assert main(["nightly"]) == code


def test_what_nothing_noticed_is_told_unless_somebody_has_looked_at_it():
    looked_at = "services.a.x_one__mutmut_1  # equivalent, because"
    states = nightly.read_states(RESULTS)

    assert len(states) == 6
    assert nightly.unknown(states, "") == [
        "services.a.x_one__mutmut_1",
        *(f"services.a.x_two__mutmut_{number}" for number in (1, 3, 4)),
    ]
    assert "services.a.x_one__mutmut_1" not in nightly.unknown(states, looked_at)


def test_a_run_that_breaks_off_is_red_and_says_why(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(nightly, "REPOSITORY", tmp_path)
    monkeypatch.setattr(nightly, "pytest", lambda _: 0)
    (tmp_path / "mutants").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["nothing/"]\n')

    assert main(["--lang", "en", "nightly"]) == 1
    assert "did not end well" in capsys.readouterr().err


def test_every_mutant_on_the_list_has_its_reason():
    lines = nightly.EQUIVALENT.read_text(encoding="utf-8").splitlines()

    assert all("#" in line for line in lines if line)
