"""Mistakes of several parts are told together, and only where there are any."""

import pytest

from services.kernel.mistakes import Mistakes
from services.kernel.yaml_tree import SourceWrong, wrong


def _even(number: int) -> int:
    if number % 2:
        raise wrong("f.yaml", number, f"{number} 是奇数", f"{number} is odd")
    return number


def test_what_can_be_read_is_read_and_what_cannot_is_told():
    reading = Mistakes()

    assert [reading.tried(_even, number) for number in (4, 3, 2, 1)] == [4, None, 2, None]
    with pytest.raises(SourceWrong) as error:
        reading.refuse()
    assert [mistake.line for mistake in error.value.mistakes] == [1, 3]


def test_nothing_wrong_refuses_nothing():
    Mistakes().refuse()
