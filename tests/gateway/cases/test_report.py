"""What came of a case: expected against found with reasons, and the same for machines."""

import json

from services.gateway.cases.play import play
from services.gateway.cases.report import as_json, json_line, lines
from tests.gateway.cases.files import case
from tests.gateway.on_file import SHELF

TEXT = (
    "id: X-1\ntitle: 警告\nfacts:\n  - {rank_awarded: 二级警司, on: 2021-06-01}\n"
    "  - {id: w, sanction_imposed: 警告, on: 2024-03-10}\n"
    "ask: {decide: police_rank, as_of: 2024-06-01, expect: %s}\n"
)


def test_a_green_case_is_one_line():
    assert lines(play(case(TEXT % "BLOCKED"), SHELF), "zh") == ["✓ X-1 警告 (case.yaml:1)"]


def test_a_red_case_shows_expected_found_and_why_in_both_languages():
    text = "\n".join(lines(play(case(TEXT % "PROMOTE"), SHELF), "en"))
    assert "outcome: expected PROMOTE | found BLOCKED" in text
    assert "警告处分自 2024-03-10 生效" in text
    assert "because a sanction is running" in text


def test_json_holds_the_whole_decision():
    tree = json.loads(json_line(as_json(play(case(TEXT % "PROMOTE"), SHELF))))
    assert (tree["id"], tree["line"], tree["ok"]) == ("X-1", 1, False)
    (asked,) = tree["asks"]
    assert asked["differences"] == [{"field": "outcome", "expected": "PROMOTE", "found": "BLOCKED"}]
    assert asked["decision"]["blocked_until"] == "2024-09-09"
    assert asked["reasons"] == ["SANCTION"]
