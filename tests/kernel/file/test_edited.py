"""Which row of a workbook a record came from, and what the row says otherwise now."""

from datetime import date

import pytest

from services.kernel.file.edited import changes, was_taken
from services.kernel.file.file import file_of
from services.kernel.file.rows import Row
from services.roster import events as e
from tests.kernel.samples import DAY, recorded


def _basis(file: str, place: str) -> str:
    return f"台账 [xlsx sha256={file * 64} {place}]"


def _level(level: int, file: str = "b", place: str = "表!2", day: date = DAY) -> Row:
    return Row("p1", day, e.AuxiliaryLevelAwarded(level=level), _basis(file, place))


TAKEN = recorded(
    1, event=e.AuxiliaryLevelAwarded(level=5), effective_on=DAY, basis=_basis("a", "表!2")
)
MENDED = recorded(
    2, event=e.AuxiliaryLevelAwarded(level=4), effective_on=DAY, corrects=TAKEN.event_id
)


@pytest.mark.parametrize(
    ("row", "pointers"),
    [
        (_level(5), []),
        (_level(6), ["/rows/7/data/level"]),
        (_level(6, place="表!3"), []),
        (_level(6, day=date(2024, 3, 11)), []),
        (Row("p1", DAY, e.AuxiliaryLevelAwarded(level=6), "台账"), []),
    ],
)
def test_a_change_is_told_for_the_same_place_and_day(row, pointers):
    found = changes(file_of([TAKEN]), row, 7, e.PersonRegistered)

    assert [error.pointer for error in found] == pointers
    assert all(str(TAKEN.event_id) in error.text.zh for error in found)


def test_after_a_correction_the_row_of_that_file_is_taken_and_of_another_is_a_change():
    file = file_of([TAKEN, MENDED])

    assert was_taken(file, _level(5, file="a"))
    assert not was_taken(file, _level(5, file="b"))
    assert [error.pointer for error in changes(file, _level(5), 0, None)] == ["/rows/0/data/level"]
    assert changes(file, _level(4), 0, None) == []


def test_a_file_is_opened_once_so_its_place_and_day_do_not_matter():
    person = e.PersonRegistered(name="张三", sex=e.Sex.MALE, category=e.Category.OFFICER)
    event = recorded(1, event=person, effective_on=DAY, basis="调动函")
    again = person.model_copy(update={"birth_on": date(1990, 1, 1)})
    row = Row("p1", date(2024, 3, 11), again, _basis("b", "表!9"))
    found = changes(file_of([event]), row, 0, e.PersonRegistered)

    assert [error.pointer for error in found] == ["/rows/0/effective_on", "/rows/0/data/birth_on"]
