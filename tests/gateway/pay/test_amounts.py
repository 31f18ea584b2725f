"""Amounts are read exactly, or refused in the unit in which the file writes them."""

import pytest
from pydantic import TypeAdapter, ValidationError

from services.gateway.pay.amounts import Hundredths, Money, Rate


@pytest.mark.parametrize(
    ("kind", "written", "held"),
    [
        (Money, "12.50", 1250),
        (Money, 0, 0),
        (Money, 100_000_000, 10_000_000_000),
        (Rate, "0.0801", 801),
        (Rate, 1, 10_000),
        (Hundredths, "21.75", 2175),
        (Hundredths, 31, 3100),
    ],
)
def test_what_is_written_is_held_exactly(kind, written, held):
    assert TypeAdapter(kind).validate_python(written) == held


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        (Money, "12.505", "two decimals"),
        (Money, -1, "0 to 100000000 yuan"),
        (Money, 100_000_001, "0 to 100000000 yuan"),
        (Money, "viel", "two decimals"),
        (Money, "NaN", "two decimals"),
        (Money, "1e99", "0 to 100000000 yuan"),
        (Money, True, "two decimals"),
        (Rate, 2, "from 0 to 1"),
        (Rate, "0.00001", "four decimals"),
        (Hundredths, 0, "more than 0"),
        (Hundredths, "31.01", "at most 31"),
    ],
)
def test_what_is_wrong_is_told_in_the_files_own_unit(kind, written, words):
    with pytest.raises(ValidationError, match=words) as refused:
        TypeAdapter(kind).validate_python(written)
    assert "应" in refused.value.errors()[0]["ctx"]["zh"]
