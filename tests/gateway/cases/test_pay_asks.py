"""What is expected of a slip is compared to the fen; unknown words are refused."""

import pytest

from services.gateway.cases.play import play
from tests.gateway.cases.files import case, mistake
from tests.gateway.on_file import SHELF

HEAD = (
    "title: t\nfacts:\n"
    "  - {入职: 勤务辅警, on: 2020-01-01}\n"
    "  - {auxiliary_level_awarded: 5, on: 2023-01-01}\n"
    "  - {id: c, coefficient_decided: 2024-01 80, on: 2024-01-31}\n"
    "ask:\n  - decide: pay\n    runs:\n      - {month: 2024-01}\n"
    "      - {month: 2024-02, expect: {%s}}\n"
)


def different(expect: str) -> list[str]:
    return [d.field for a in play(case(HEAD % expect), SHELF).asks for d in a.differences]


@pytest.mark.parametrize(
    "expect",
    [
        "outcome: PROPOSE, gross: 1510.00, tax: 0",
        "lines: {薪级: 750, performance_wage: 800.00}",
        "retro: {2024-01 绩效: -160.00}",
        "retro_own: {}",
        "causes: c, facts: [c]",
        "only_reasons: []",
        "says: [learned coefficient_decided, 应发]",
    ],
)
def test_what_is_so_is_green(expect):
    assert different(expect) == []


@pytest.mark.parametrize(
    ("expect", "field"),
    [
        ("outcome: HOLD", "outcome"),
        ("gross: 1510.01", "gross"),
        ("net: 0.01", "net"),
        ("lines: {岗位: 1}", "lines.岗位"),
        ("own_lines: {养老: 1}", "own_lines.养老"),
        ("unit_lines: {工伤: 1}", "unit_lines.工伤"),
        ("retro: {}", "retro"),
        ("retro_own: {2024-01 养老: 1}", "retro_own"),
        ("causes: ['#1']", "causes"),
        ("policy_causes: pay", "policy_causes"),
        ("facts: ['#9']", None),
        ("reasons: CONFLICT", "reasons"),
        ("only_reasons: [CONFLICT]", "only_reasons"),
        ("says: [nothing of the kind]", "says"),
    ],
)
def test_what_is_not_so_is_red(expect, field):
    if field is None:
        assert "facts cannot be #9" in mistake(HEAD % expect)
        return
    assert different(expect) == [field]


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ("gros: 1", "did you mean gross?"),
        ("gross: 1.005", "at most two decimals"),
        ("gross: much", "an amount in yuan"),
        ("lines: {薪级工资: 1}", "lines cannot be 薪级工资"),
        ("retro: {2024-01: 1}", "retro cannot be"),
        ("reasons: TIRED", "allowed: CONFLICT"),
        ("causes: [x]", "causes cannot be x"),
    ],
)
def test_words_that_cannot_be_are_refused(expect, words):
    assert words in mistake(HEAD % expect)
