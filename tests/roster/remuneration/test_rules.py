"""A deduction does not end before it begins."""

import pytest

from services.kernel.errors import Refused
from services.kernel.fact import read_fact
from services.roster.events import DeductionKind, SpecialDeductionDeclared
from services.roster.remuneration.rules import ends_after_it_begins
from tests.kernel.samples import recorded


def try_(first: str, last: str | None) -> None:
    data = SpecialDeductionDeclared(
        kind=DeductionKind.RENT, monthly_fen=150_000, first_month=first, last_month=last
    )
    ends_after_it_begins((), read_fact(recorded(1, event=data)))


def test_months_are_in_their_order():
    try_("2026-01", None)
    try_("2026-01", "2026-01")
    with pytest.raises(Refused) as refused:
        try_("2026-01", "2025-12")
    assert refused.value.code == "months_in_wrong_order"
    assert [error.pointer for error in refused.value.errors] == ["/data/last_month"]
