"""`jingheng case`: exit codes, order, machine-readable answers, several processes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli.case import app

ROOT = Path(__file__).parents[2]
CASE = (
    "id: {id}\ntitle: t\nfacts:\n  - {{rank_awarded: 二级警司, on: 2021-06-01}}\n"
    "ask: {{decide: police_rank, as_of: {day}, expect: PROMOTE}}\n"
)


def run(*words: object):
    return CliRunner().invoke(app, ["run", *map(str, words)])


def write(path: Path, *days: str) -> Path:
    path.write_text("---\n".join(CASE.format(id=n, day=d) for n, d in enumerate(days)), "utf-8")
    return path


def test_green_is_0_and_says_nothing_but_the_sum(tmp_path):
    answer = run(write(tmp_path / "a.yaml", "2024-06-01"))
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert "1 cases: 1 green" in answer.stderr or "通过 1" in answer.stderr


def test_red_is_1_with_expected_and_found(tmp_path):
    answer = run(write(tmp_path / "a.yaml", "2024-06-01", "2024-05-31"))
    assert answer.exit_code == 1
    assert "PROMOTE" in answer.stdout
    assert "WAIT" in answer.stdout
    assert "a.yaml:7" in answer.stdout


def test_wrong_is_2_with_file_and_line(tmp_path):
    path = write(tmp_path / "a.yaml", "2024-06-01", "soon")
    answer = run(path)
    assert answer.exit_code == 2
    assert f"{path}:11: " in answer.stderr


@pytest.mark.parametrize("words", [("none.yaml",), ("--bureau", "nowhere", "."), (".",)])
def test_what_cannot_be_played_is_2(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(*words).exit_code == 2


def test_json_is_one_object_a_case_in_file_order_whatever_the_processes(tmp_path):
    days = ["2024-06-01", "2024-05-31"] * 350
    path = write(tmp_path / "a.yaml", *days)
    one, two = run(path, "--json", "--jobs", 1), run(path, "--json", "--jobs", 2)
    assert one.stdout == two.stdout
    found = [json.loads(line) for line in one.stdout.splitlines()]
    assert [(f["id"], f["ok"]) for f in found] == [
        (str(n), day == "2024-06-01") for n, day in enumerate(days)
    ]


def test_a_folder_is_played_in_the_order_of_its_names(tmp_path):
    for name in ("b.yaml", "a.yaml"):
        write(tmp_path / name, "2024-06-01")
    answer = run(tmp_path, "--verbose")
    assert [line.rpartition("/")[2] for line in answer.stdout.splitlines()] == [
        "a.yaml:1)",
        "b.yaml:1)",
    ]


def test_the_scenarios_of_the_repository_are_green():
    assert run(ROOT / "tests" / "scenarios").exit_code == 0


def test_facts_prints_the_table():
    answer = CliRunner().invoke(app, ["facts", "--markdown"])
    assert answer.exit_code == 0
    assert "| `rank_awarded` 授予警衔 |" in answer.stdout


NINE = (
    "title: t\nbureau: {bureau}\nfacts:\n  - {{auxiliary_level_awarded: 9, on: 2022-06-01}}\n"
    "ask: {{decide: auxiliary_level, as_of: 2024-06-01, expect: {{outcome: PROMOTE, to: 八级}}}}\n"
)


def test_a_case_is_played_by_the_bureau_it_names(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(NINE.format(bureau="nine"), "utf-8")
    assert run(path, "--bureau", "r0").exit_code == 0


def test_a_bureau_that_is_not_there_is_a_mistake_of_its_case(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(NINE.format(bureau="nein") + "---\n" + NINE.format(bureau="nine"), "utf-8")
    answer = run(path)
    assert answer.exit_code == 2
    assert f"{path}:1: " in answer.stderr
    assert "nine" in answer.stderr
    assert "1 green" in answer.stderr or "通过 1" in answer.stderr
