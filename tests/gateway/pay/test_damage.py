"""Damage orders in effect by the end of a month, as they stand."""

from services.gateway.pay.damage import outstanding
from services.gateway.pay.months import month_named
from tests.gateway.pay.payee import AUXILIARY, timeline


def test_orders_of_later_months_do_not_count_yet():
    file = timeline(
        "2024-06",
        *AUXILIARY,
        "{id: d, damage_ordered: 100, on: 2024-01-31}",
        "{damage_ordered: 200, on: 2024-02-01}",
        "{corrects: d, damage_ordered: 50, recorded: 2024-01-31}",
    )
    found = [outstanding(file, month_named(m))[0] for m in ("2023-12", "2024-01", "2024-02")]
    assert found == [0, 50, 250]
