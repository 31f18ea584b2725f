"""Taking history over: all or nothing, in any order, and twice is once."""

from datetime import date

import pytest

from services.kernel.errors import Refused
from services.kernel.file.history import Row, stream_of, take_history
from services.training.rules import FILE
from tests.fakes import InMemoryEventStore
from tests.kernel.samples import course, origin

TODAY, DAY = date(2026, 11, 24), date(2024, 3, 10)


async def _take(store, rows, who=None):
    return await take_history(store, FILE, rows, basis="档案", origin=who or origin(), today=TODAY)


def _rows(*titles: str) -> list[Row]:
    return [Row(f"p{n % 2}", DAY, course(title)) for n, title in enumerate(titles)]


async def test_rows_of_several_people_in_one_command():
    store = InMemoryEventStore()
    taken = await _take(store, _rows("a", "b", "c"))

    assert (taken.recorded, taken.already_recorded, taken.receipt.pos) == (3, 0, 3)
    assert {event.subject for event in store.log} == {"p0", "p1"}
    assert {event.basis for event in store.log} == {"档案"}


async def test_one_faulty_row_and_nothing_is_recorded():
    store = InMemoryEventStore()
    rows = [*_rows("a", "b"), Row("p0", date(2099, 1, 1), course("c"))]
    with pytest.raises(Refused) as caught:
        await _take(store, rows)

    assert [error.pointer for error in caught.value.errors] == ["/rows/2"]
    assert store.log == []


async def test_the_same_rows_in_a_new_command_change_nothing():
    store = InMemoryEventStore()
    await _take(store, _rows("a", "b"))
    again = await _take(store, _rows("b", "a")[::-1])
    same = await _take(store, _rows("a", "b"))

    assert (same.recorded, same.already_recorded) == (0, 2)
    assert again.recorded == 2  # Other people: b and a changed places.


async def test_the_same_command_gives_the_same_count_again():
    store, who = InMemoryEventStore(), origin()
    first = await _take(store, _rows("a", "b"), who)
    again = await _take(store, _rows("a", "b"), who)

    assert again.receipt.replayed
    assert (again.recorded, again.already_recorded) == (first.recorded, first.already_recorded)


def test_a_stream_is_named_by_what_it_is_about():
    assert stream_of("7", course()) == "person-7"


async def test_the_same_row_twice_in_one_import_is_recorded_once():
    store = InMemoryEventStore()
    taken = await _take(store, _rows("a", "b", "a"))

    assert (taken.recorded, taken.already_recorded, len(store.log)) == (2, 1, 2)
