"""A percentage of a number of people, rounded as a rule says, in exact integers. Pure."""

from typing import Literal

Rounding = Literal["floor", "half_up", "ceil"]
_WHOLE = 100


def share_of(whole: int, percent: int, rounding: Rounding) -> int:
    """30 % of 115 is 34 (floor) or 35 (half up, ceil); 20 % of 14 is 2 (floor)."""
    hundredths = whole * percent
    if rounding == "floor":
        return hundredths // _WHOLE
    if rounding == "ceil":
        return -(-hundredths // _WHOLE)
    return (2 * hundredths + _WHOLE) // (2 * _WHOLE)
