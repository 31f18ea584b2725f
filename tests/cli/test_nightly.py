"""Nightly: the marked tests, then mutants of the modules that pyproject.toml names."""

import pytest

from services.cli import nightly
from services.cli.app import main


@pytest.mark.parametrize(
    ("pytest_code", "mutants_ok", "code"), [(0, True, 0), (5, True, 0), (1, True, 1), (0, False, 1)]
)
def test_red_when_either_is(monkeypatch, pytest_code, mutants_ok, code):
    monkeypatch.setattr(nightly, "pytest", lambda _: pytest_code)
    monkeypatch.setattr(nightly, "mutated_modules", lambda: ["a"])
    monkeypatch.setattr(nightly, "_survives_mutation", lambda _: mutants_ok)

    assert main(["nightly"]) == code


def test_the_list_is_read_from_the_project():
    assert isinstance(nightly.mutated_modules(), list)
