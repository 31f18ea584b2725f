"""Policy files: all of them read, each mistake told once with its line, and what is in force."""

import json
import shutil

import pytest

from services.cli.app import main
from services.cli.policies import every_kind
from services.kernel.policy_files import POLICIES


@pytest.fixture
def copied(tmp_path, monkeypatch):
    monkeypatch.setenv("JINGHENG_LANG", "en")
    return shutil.copytree(POLICIES, tmp_path / "policies")


def _check(folder, capsys) -> tuple[int, list[str]]:
    code = main(["policies", "check", "--policies", str(folder)])
    return code, capsys.readouterr().err.splitlines()


def test_every_file_of_every_bureau_is_read(copied, capsys):
    code = main(["policies", "check", "--json", "--policies", str(copied)])
    told = json.loads(capsys.readouterr().out)

    assert (code, told["ok"]) == (0, True)
    assert told["files"] == len(list(copied.rglob("*.yaml")))


def test_a_mistake_in_the_law_is_told_once_though_every_bureau_reads_it(copied, capsys):
    file = copied / "law" / "police_rank" / "1992-07-01.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title:", "titel:", 1), encoding="utf-8")
    code, lines = _check(copied, capsys)

    assert code == 1
    assert sum("titel" in line for line in lines) == 1
    assert any("did you mean title?" in line for line in lines)


def test_a_file_that_nothing_reads_is_a_mistake(copied, capsys):
    lost = copied / "bureaus" / "r0" / "police_rank" / "2030-01-01.yml"
    lost.write_text("policy: police_rank\n", encoding="utf-8")

    assert _check(copied, capsys) == (
        1,
        [f"{lost}: no decision reads this file", f"{_count(copied)} policy files, 1 mistakes"],
    )


def test_what_is_in_force_depends_on_the_day(capsys):
    found = {}
    for day in ("2006-06-01", "2024-06-01"):
        assert main(["policies", "show", "--bureau", "r0", "--on", day, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        found[day] = {(line["policy"], line["layer"]) for line in told["policies"]}

    assert ("income_tax", "law") not in found["2006-06-01"]
    assert ("income_tax", "law") in found["2024-06-01"]
    assert main(["policies", "show", "--on", "soon"]) == 2


def _count(folder) -> int:
    return len(list(folder.rglob("*.yaml")))


# Policies of both layers whose choice can pass no bound, and why.
NOTHING_TO_PASS = {
    "police_rank": "the choice settles only what the law does not speak of",
    "dismissal": "the choice settles only what a year without a grade means",
    "annual_consequences": "the choice only counts half of a year's working days",
    "contract_renewal": "the choice says when to propose, and which grades a person looks at",
    "recruitment": "of the law's age and the bureau's the code takes the stricter",
    "service_history": "of the law's age and the bureau's the code takes the stricter",
}


def test_every_law_either_bounds_its_choice_or_has_nothing_to_pass():
    kinds = {kind.name: kind for kind in every_kind()}
    for folder in sorted((POLICIES / "law").iterdir()):
        kind = kinds[folder.name]
        bounded, open_ = kind.beyond is not None, folder.name in NOTHING_TO_PASS
        assert bounded + open_ == (kind.choice is not None), folder.name


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("termination/2016-01-11.yaml", "help_needed: true", "help_needed: false"),
        ("annual_quota/2007-01-04.yaml", "value: floor", "value: ceil"),
        ("annual_quota/2007-01-04.yaml", "value: floor", "value: half_up"),
        ("contributions/2010-01-01.yaml", "住房公积金: 0.12}", "住房公积金: 0.13}"),
    ],
)
def test_a_choice_past_each_bound_is_named_by_its_line(copied, capsys, place, old, new):
    path = copied / "bureaus/r0" / place
    text = path.read_text(encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if old in one)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, told = _check(copied, capsys)
    assert code == 1
    assert f"{path}:{line}: " in told[0]
    assert "[law]" in told[0]
