"""Nightly: the marked tests, then mutants; red when a test fails or an unknown mutant survives."""

import pytest

from services.cli import nightly
from services.cli.app import main

RESULTS = """
    services.a.x_one__mutmut_1: survived
    services.a.x_one__mutmut_2: killed
    services.a.x_two__mutmut_1: no tests
    services.a.x_two__mutmut_2: timeout
"""


@pytest.mark.parametrize(
    ("pytest_code", "left", "code"), [(0, [], 0), (5, [], 0), (1, [], 1), (0, ["m"], 1)]
)
def test_red_when_either_is(monkeypatch, pytest_code, left, code):
    monkeypatch.setattr(nightly, "pytest", lambda _: pytest_code)
    monkeypatch.setattr(nightly, "survivors", lambda: left)

    assert main(["nightly"]) == code


def test_survivors_are_told_unless_somebody_has_looked_at_them():
    looked_at = "services.a.x_one__mutmut_1  # equivalent, because"

    assert nightly.unknown(RESULTS, "") == [
        "services.a.x_one__mutmut_1",
        "services.a.x_two__mutmut_1",
    ]
    assert nightly.unknown(RESULTS, looked_at) == ["services.a.x_two__mutmut_1"]


def test_every_mutant_on_the_list_has_its_reason():
    lines = nightly.EQUIVALENT.read_text(encoding="utf-8").splitlines()

    assert all("#" in line for line in lines if line)
