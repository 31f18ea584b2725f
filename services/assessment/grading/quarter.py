"""The score of a quarter from its months. Pure."""

from collections.abc import Sequence

from services.assessment.grading.policy import Quarter


def quarter_score(months: Sequence[int | None], rules: Quarter) -> int | None:
    """Mean of the months present, in hundredths, half up; None with fewer than the rule asks.

    A month without a score (on leave) is None and not counted as nothing.
    """
    present = [score for score in months if score is not None]
    if len(present) < rules.months_min:
        return None
    total, count = sum(present), len(present)
    rounded = (2 * abs(total) + count) // (2 * count)  # Half up as on paper: away from nothing.
    return rounded if total >= 0 else -rounded
