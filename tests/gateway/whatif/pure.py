"""Sides, drafts and supposed facts for tests of the pure core."""

from datetime import UTC, date, datetime

from services.gateway.pay.choice import POLICIES as PAY_POLICIES
from services.gateway.pay.months import month_named
from services.gateway.whatif.draft import ChangedShelf, PolicyText, changed
from services.gateway.whatif.hypothesis import Supposed, as_facts
from services.gateway.whatif.pay import PayQuestion
from services.gateway.whatif.side import Side
from services.kernel.event import Event
from services.kernel.fact import Fact
from tests.gateway.on_file import SHELF
from tests.gateway.whatif.desk import draft

KNOWN_AT = datetime(2026, 1, 1, tzinfo=UTC)
MONTHS = range(month_named("2024-01"), month_named("2024-06") + 1)
REAL = Side(SHELF, KNOWN_AT)


def shelf_with(*drafts: dict) -> ChangedShelf:
    return changed(SHELF, [PolicyText(d["name"], d["text"]) for d in drafts], PAY_POLICIES)


def supposed(data: Event, on: str) -> dict[str, list[Fact]]:
    return as_facts([Supposed("person", data, date.fromisoformat(on))], KNOWN_AT)


def pay_question(*drafts: dict, **more: object) -> PayQuestion:
    found = shelf_with(*drafts)
    after = Side(found.shelf, KNOWN_AT, more.get("supposed", {}))
    start = found.from_on.year * 12 + found.from_on.month - 1 if found.from_on else None
    return PayQuestion(MONTHS, REAL, after, start)


def dearer(on: str) -> dict:
    """The unit pays a fifth of the base for old age, not 16 in a hundred."""
    return draft("contributions", "unit: {养老: 0.16", "unit: {养老: 0.2", on=on)


def any_raise(new: int, on: str) -> dict:
    return draft("auxiliary_pay", "2: 1650", f"2: {new}", on=on)
