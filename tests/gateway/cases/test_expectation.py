"""Expectations: only what is written is compared, null means absent, wrong words are refused."""

import pytest

from services.gateway.cases.play import play
from tests.gateway.cases.files import case, mistake
from tests.gateway.on_file import SHELF

HEAD = (
    "title: t\nfacts:\n  - {rank_awarded: 二级警司, on: 2021-06-01}\n"
    "  - {id: w, sanction_imposed: 警告, on: 2024-03-10}\n"
    "ask: {decide: police_rank, as_of: %s, expect: {%s}}\n"
)


def red(as_of: str, expect: str) -> list[str]:
    (played,) = play(case(HEAD % (as_of, expect)), SHELF).asks
    return [d.field for d in played.differences]


@pytest.mark.parametrize(
    ("as_of", "expect", "fields"),
    [
        ("2024-06-01", "outcome: BLOCKED", []),
        ("2024-06-01", "outcome: PROMOTE", ["outcome"]),
        ("2024-06-01", "outcome: BLOCKED, blocked_until: 2024-09-09, effective_on: null", []),
        ("2024-06-01", "outcome: BLOCKED, blocked_until: null", ["blocked_until"]),
        ("2024-06-01", "outcome: BLOCKED, blocked_until: 2024-09-08", ["blocked_until"]),
        ("2024-06-01", "outcome: BLOCKED, from: 二级警司, to: superintendent_1", []),
        ("2024-06-01", "outcome: BLOCKED, from: 一级警司, to: 二级警司", ["from", "to"]),
        ("2024-06-01", "outcome: BLOCKED, reasons: [], only_reasons: SANCTION", []),
        ("2024-06-01", "outcome: BLOCKED, reasons: [TRAINING]", ["reasons"]),
        ("2024-06-01", "outcome: BLOCKED, only_reasons: []", ["only_reasons"]),
        ("2024-06-01", "outcome: BLOCKED, facts: [w], set_aside: [], path: []", []),
        ("2024-06-01", "outcome: BLOCKED, set_aside: [w]", ["set_aside"]),
        ("2024-06-01", "outcome: BLOCKED, allowance: null, says: [警告]", []),
        ("2024-06-01", "outcome: BLOCKED, says: [记过]", ["says"]),
        ("2024-09-10", "outcome: PROMOTE, allowance: 76 to 80 from 2024-10-01", []),
        ("2024-09-10", "outcome: PROMOTE, allowance: 76.00 至 80.00 自 2024-10-01", []),
        ("2024-09-10", "outcome: PROMOTE, allowance: 76 to 80.01 from 2024-10-01", ["allowance"]),
        ("2024-09-10", "outcome: PROMOTE, allowance: null", ["allowance"]),
        (
            "2024-09-10",
            "outcome: PROMOTE, allowance: {from_fen: 7600, to_fen: 8000, from_on: 2024-10-01}",
            [],
        ),
        ("2024-09-10", "outcome: PROMOTE, path: [{to: 一级警司, effective_on: 2024-09-10}]", []),
        ("2024-09-10", "outcome: PROMOTE, path: [{to: 一级警司}, {to: 三级警督}]", ["path"]),
        ("2024-09-10", "outcome: PROMOTE, path: []", ["path"]),
        (
            "2024-09-10",
            "outcome: PROMOTE, path: [{to: 三级警督}], ground: by_post",
            ["ground", "path"],
        ),
    ],
)
def test_what_is_written_is_compared(as_of, expect, fields):
    assert red(as_of, expect) == fields


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ("to: 一级警司", "outcome is missing"),
        ("outcome: PROMOT", "did you mean PROMOTE"),
        ("outcome: WAIT, to: 一级警曹", "constable_2"),
        ("outcome: WAIT, reasons: [TRAINNG]", "allowed: NOT_DUE"),
        ("outcome: WAIT, facts: [x]", "allowed: #1, w"),
        ("outcome: WAIT, allowance: lots", "64 to 68 from 2024-08-01"),
        ("outcome: WAIT, due: 2024-06-01", "unknown key due"),
        ("outcome: WAIT, due_on: soon", "due_on"),
    ],
)
def test_a_wrong_expectation_is_refused(expect, words):
    found = mistake(HEAD % ("2024-06-01", expect))
    assert words in found
    assert found.startswith("case.yaml:5: ")
