"""Shares in tenths of a percent, rounded half up."""

import pytest

from services.kernel.errors import Text
from services.roster.structure.view import in_language, percent


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(115, 156, 73.7), (1, 8, 12.5), (1, 16, 6.3), (0, 0, 0.0)]
)
def test_shares(part, whole, share):
    assert percent(part, whole) == share


def test_words_are_in_the_language_asked_for():
    assert [in_language(Text("年龄", "age"), language) for language in ("zh", "en")] == [
        "年龄",
        "age",
    ]
