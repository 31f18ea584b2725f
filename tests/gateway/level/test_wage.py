"""The level wage: from the month after, of the table in force then; silent without a table."""

import pytest

from services.gateway.level.wage import Wages
from tests.gateway.on_file import DAY, SHELF, shelf_of


@pytest.mark.parametrize(
    ("old", "new", "on", "expected"),
    [
        (6, 5, "2024-09-01", [(50_000, 75_000, "2024-10-01")]),
        (6, 5, "2024-12-31", [(50_000, 75_000, "2025-01-01")]),
        (None, 6, "2021-09-01", [(0, 50_000, "2021-10-01")]),
        (5, 6, "2024-09-01", [(75_000, 50_000, "2024-10-01")]),
        (6, 6, "2024-09-01", []),
        (9, 8, "2024-09-01", []),
        (6, 5, "2009-01-01", []),
    ],
)
def test_the_amount_changes_from_the_first_of_the_next_month(old, new, on, expected):
    found = Wages(SHELF).changes(old, new, DAY(on))
    assert [(c.from_fen, c.to_fen, str(c.from_on)) for c in found] == expected


def test_the_policy_used_is_remembered_and_none_without_a_table():
    wages = Wages(SHELF)
    wages.changes(6, 5, DAY("2024-09-01"))
    assert [p.id.split("@")[0] for p in wages.used] == ["auxiliary_pay"]
    other = Wages(shelf_of("shantou"))
    assert other.changes(6, 5, DAY("2024-09-01")) == ()
    assert other.used == []
