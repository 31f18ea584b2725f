"""Brigades drawn once for all tests of the generator, on quiet days and on awkward ones."""

from datetime import date
from functools import cache

import pytest

from services.cli.demo_bureau.bureau import true_rows
from services.cli.demo_bureau.people import Person, brigade
from services.cli.demo_bureau.row import Row
from services.kernel.event import Event

DRAWS = [
    (1, date(2026, 11, 25)),
    (2, date(2028, 2, 29)),
    (3, date(2025, 12, 31)),
    (4, date(2026, 1, 1)),
    (5, date(2027, 1, 19)),
    (6, date(2026, 3, 1)),
]
every_draw = pytest.mark.parametrize(("seed", "today"), DRAWS, ids=str)


@cache
def people(seed: int, today: date) -> list[Person]:
    return brigade(seed, today, 1)


@cache
def rows(seed: int, today: date) -> list[Row]:
    return true_rows(people(seed, today), today)


def of(found: list[Row], kind: type[Event]) -> list[Row]:
    return [row for row in found if type(row.data) is kind]


def about(person: Person, found: list[Row]) -> list[Row]:
    return sorted((r for r in found if r.subject == person.id), key=lambda r: r.effective_on)
