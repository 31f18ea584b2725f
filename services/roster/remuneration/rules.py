"""What a pay fact cannot say of its months. Pure."""

from collections.abc import Sequence

from services.kernel.errors import FieldError, Text, invalid
from services.kernel.fact import Fact


def ends_after_it_begins(_whole: Sequence[Fact], new: Fact) -> None:
    first, last = new.data.first_month, new.data.last_month
    if last is not None and last < first:
        code = "months_in_wrong_order"
        text = Text(
            f"last_month {last} 不得早于 first_month {first}",
            f"last_month {last} must not be before first_month {first}",
        )
        errors = [FieldError("/data/last_month", code, text)]
        raise invalid(code, text.zh, text.en, errors=errors)
