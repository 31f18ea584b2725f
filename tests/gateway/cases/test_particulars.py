"""Expectations with particulars: compared by value and type, unknown names refused."""

import pytest

from services.gateway.cases.play import play
from tests.gateway.cases.files import case, mistake
from tests.gateway.on_file import SHELF

HEAD = (
    "title: t\nfacts:\n  - {level_quota_stated: 115, on: 2024-05-01}\n"
    "ask: {decide: level_quota, as_of: 2024-05-01, "
    "expect: {outcome: ELIGIBLE, particulars: {%s}}}\n"
)
WAGE = (
    "title: t\nfacts:\n  - {auxiliary_level_awarded: 6, on: 2021-09-01}\n"
    "ask: {decide: auxiliary_level, as_of: 2024-09-01, expect: {outcome: PROMOTE, %s}}\n"
)


def red(text: str) -> list[str]:
    (played,) = play(case(text), SHELF).asks
    return [d.field for d in played.differences]


@pytest.mark.parametrize(
    ("particulars", "fields"),
    [
        ("levels_1_to_3: 34, level_1: 10", []),
        ("levels_1_to_3: 35", ["particulars.levels_1_to_3"]),
        ('levels_1_to_3: "34"', ["particulars.levels_1_to_3"]),
        ("level_1: null", ["particulars.level_1"]),
        ("level_1: true", ["particulars.level_1"]),
    ],
)
def test_only_what_is_written_is_compared(particulars, fields):
    assert red(HEAD % particulars) == fields


def test_an_unknown_name_is_refused_with_those_there_are():
    told = mistake(HEAD % "level_2: 3")
    assert "case.yaml:4: " in told
    assert "did you mean level_1?" in told


@pytest.mark.parametrize("key", ["pay", "allowance"])
def test_the_amount_has_two_names(key):
    assert red(WAGE % f"{key}: 500 to 750 from 2024-10-01") == []
    assert red(WAGE % f"{key}: 500 to 750 from 2024-09-01") == ["allowance"]
