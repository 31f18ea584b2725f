"""Levels in Chinese, for as many as a policy may have."""

import pytest

from services.gateway.level.wording import TARGETS, code, level_term


@pytest.mark.parametrize(
    ("level", "term"),
    [(1, "一级"), (9, "九级"), (10, "十级"), (11, "十一级"), (19, "十九级"), (20, "二十级")],
)
def test_a_level_is_told_in_chinese(level, term):
    assert level_term(level) == TARGETS[code(level)] == term


def test_no_two_levels_have_one_word():
    assert len(set(TARGETS.values())) == 20
