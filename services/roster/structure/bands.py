"""Bands of ages and years: which one a number falls into, and what each is called. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise


def age_names(cuts: Sequence[int]) -> list[str]:
    """Both ends counted: 18-25, 26-39, 40+."""
    names = [f"{low}-{high - 1}" for low, high in pairwise(cuts)]
    return [*names, f"{cuts[-1]}+"]


def year_names(cuts: Sequence[int]) -> list[str]:
    """Completed years, the upper end not counted: <1, 1-3, 3-10, 10+."""
    names = [f"<{high}" if low == 0 else f"{low}-{high}" for low, high in pairwise(cuts)]
    return [*names, f"{cuts[-1]}+"]


def name_in(names: Sequence[str], cuts: Sequence[int], number: int) -> str:
    """Below the first band there is one more, `<18`; nobody is left out."""
    at = bisect_right(cuts, number) - 1
    return names[at] if at >= 0 else f"<{cuts[0]}"
