"""Fifteen years here and less than five to go: both borders, and what the file does not say."""

import pytest

from services.gateway.dismissal.near_retirement import is_ruled_out, near_retirement
from tests.gateway.dismissal.files import around
from tests.gateway.on_file import DAY


def person(sex, birth_on):
    born = f", birth_on: {birth_on}" if birth_on else ""
    return (
        f"{{person_registered: {{name: 甲, sex: {sex}, category: 勤务辅警{born}}}, on: 2004-01-01}}"
    )


def entered(on):
    return f"{{service_entered: 勤务辅警, on: {on}}}"


def answer(as_of, *lines):
    s = around(as_of, *lines)
    found = [bar for bar in near_retirement(s, DAY(as_of)) if bar.covers(DAY(as_of))]
    if not found:
        return "free" if is_ruled_out(s, DAY(as_of)) else "asked"
    return "barred" if found[0].is_certain else "open"


@pytest.mark.parametrize(
    ("sex", "birth_on", "since", "as_of", "found"),
    [
        ("男", "1966-01-01", "2004-01-01", "2024-01-20", "barred"),
        ("男", "1966-01-01", "2004-01-01", "2020-12-31", "free"),
        ("男", "1966-01-01", "2004-01-01", "2021-01-01", "barred"),
        ("男", "1966-01-01", "2009-01-21", "2024-01-20", "free"),
        ("男", "1966-01-01", "2009-01-20", "2024-01-20", "barred"),
        ("男", "1963-01-01", "2004-01-01", "2024-01-20", "free"),  # Sixty already.
        ("女", "1976-01-01", "2004-01-01", "2024-01-20", "open"),  # Fifty or fifty-five.
        ("女", "1980-01-01", "2004-01-01", "2024-01-20", "free"),
        ("男", None, "2004-01-01", "2024-01-20", "open"),
        ("男", None, "2019-01-01", "2024-01-20", "free"),
        ("男", "1966-01-01", None, "2024-01-20", "open"),
        ("男", None, None, "2024-01-20", "asked"),
        # By the law since 2025 at 61 years and 5 months; by the one before at 60.
        ("男", "1970-06-01", "2004-01-01", "2026-10-31", "free"),
        ("男", "1970-06-01", "2004-01-01", "2026-11-01", "barred"),
    ],
)
def test_both_conditions_by_the_law_of_the_day(sex, birth_on, since, as_of, found):
    lines = [person(sex, birth_on), *([entered(since)] if since else [])]
    assert answer(as_of, *lines) == found
