"""Dated rules: law and choice apart, the version in force, identity by content."""

from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from services.kernel.policy import (
    ChoiceFile,
    Clause,
    LawFile,
    NoChoice,
    NoPolicyInForce,
    PolicyKind,
    Source,
    Sourced,
)
from services.kernel.policy_files import load_shelf, read_version


class Periods(Clause):
    source: Source
    period_months: int


class Law(LawFile):
    periods: Periods


class Choice(ChoiceFile):
    rounding: Sourced[Literal["up", "down"]]


KIND = PolicyKind("toll", Law, Choice)
DAY = date.fromisoformat


def law(day: str, months: int) -> str:
    return (
        f"policy: toll\nlayer: law\neffective_from: {day}\ntitle: 法\n"
        f"periods: {{source: 第一条, period_months: {months}}}\n"
    )


def choice(day: str, rounding: str = "up", more: str = "") -> str:
    return (
        f"policy: toll\nlayer: bureau\nbureau: b1\neffective_from: {day}\ntitle: 选择\n"
        f"rounding: {{value: {rounding}, source: choice}}\n{more}"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place, text in {
        "law/toll/2000-01-01.yaml": law("2000-01-01", 36),
        "law/toll/2025-01-01.yaml": law("2025-01-01", 24),
        "bureaus/b1/toll/2000-01-01.yaml": choice("2000-01-01"),
        "bureaus/b1/toll/2024-06-01.yaml": choice("2024-06-01", "down"),
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("day", "months", "rounding"),
    [
        ("2000-01-01", 36, "up"),
        ("2024-05-31", 36, "up"),
        ("2024-06-01", 36, "down"),  # The day itself is in force.
        ("2024-12-31", 36, "down"),
        ("2025-01-01", 24, "down"),
    ],
)
def test_each_layer_has_its_own_version_in_force(folder, day, months, rounding):
    policy = load_shelf(folder, "b1", [KIND]).in_force("toll", DAY(day))
    assert policy.law.periods.period_months == months
    assert policy.choice.rounding.value == rounding


def test_before_the_first_version_nothing_is_in_force(folder):
    with pytest.raises(NoPolicyInForce, match="2000-01-01"):
        load_shelf(folder, "b1", [KIND]).in_force("toll", DAY("1999-12-31"))


def test_a_choice_that_the_bureau_has_not_made_is_named(folder):
    (folder / "bureaus/b2").mkdir()
    shelf = load_shelf(folder, "b2", [KIND])
    assert shelf.in_force("toll", DAY("2024-06-01")).choice is None
    with pytest.raises(NoChoice, match="bureaus/b2/toll/"):
        shelf.chosen("toll", DAY("2024-06-01"))
    there = load_shelf(folder, "b1", [KIND])
    assert there.chosen("toll", DAY("2024-06-01")) is there.in_force("toll", DAY("2024-06-01"))


def test_identity_is_the_content_of_both_layers(folder):
    shelf = load_shelf(folder, "b1", [KIND])
    before = shelf.in_force("toll", DAY("2024-01-01"))
    assert before.id == "toll@b1/2000-01-01+2000-01-01"
    path = folder / "bureaus/b1/toll/2000-01-01.yaml"
    path.write_text("# a remark\n" + choice("2000-01-01"), encoding="utf-8")
    assert load_shelf(folder, "b1", [KIND]).in_force("toll", DAY("2024-01-01")).sha256 == (
        before.sha256
    )
    path.write_text(choice("2000-01-01", "down"), encoding="utf-8")
    again = load_shelf(folder, "b1", [KIND]).in_force("toll", DAY("2024-01-01"))
    assert again.sha256 != before.sha256


def test_a_version_can_be_tried_out_without_writing_it(folder):
    shelf = load_shelf(folder, "b1", [KIND])
    tried = read_version(law("2024-01-01", 12), "2024-01-01.yaml", KIND, bureau=None)
    other = shelf.with_version("toll", "law", tried)
    assert other.in_force("toll", DAY("2024-01-01")).law.periods.period_months == 12
    assert shelf.in_force("toll", DAY("2024-01-01")).law.periods.period_months == 36


def test_a_policy_is_found_by_its_id_also_when_a_late_version_has_taken_its_days(folder):
    shelf = load_shelf(folder, "b1", [KIND])
    then = shelf.in_force("toll", DAY("2024-06-01"))
    tried = read_version(law("2024-01-01", 12), "2024-01-01.yaml", KIND, bureau=None)
    other = shelf.with_version("toll", "law", tried)

    assert other.in_force("toll", DAY("2024-06-01")).id != then.id
    assert other.named(then.id) == then
    for nobody in ("toll@b2/2000-01-01+2000-01-01", "toll/2000-01-01", "x", ""):
        assert other.named(nobody) is None
