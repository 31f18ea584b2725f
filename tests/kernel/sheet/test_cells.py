"""Cell by cell: what is taken, and what would be right instead."""

from datetime import date
from uuid import UUID

import pytest

from services.kernel.sheet.cells import CellWrong, plain_type, value_of
from services.roster.events import PersonRegistered, Sex

TAKEN = [
    (date, {"date": "2024-03-01"}, "2024-03-01"),
    (date, "2024/3/1", "2024-03-01"),
    (date, " 2024年3月1日 ", "2024-03-01"),
    (int, 12.0, 12),
    (int, "012", 12),
    (bool, "是", True),
    (bool, False, False),
    (str, "012345", "012345"),
    (Sex, "男 ", "男"),
]
WRONG = [
    (date, 45_352.0, "day_required"),
    (date, {"date": "2024-03-01T08:00:00"}, "day_required"),
    (date, "２０２４-03-01", "full_width"),
    (date, "2023-02-29", "no_such_day"),
    (date, "01.03.2024", "day_required"),
    (int, "１２", "full_width"),
    (int, 1.5, "integer_required"),
    (int, True, "integer_required"),
    (int, "1e3", "integer_required"),
    (int, float("inf"), "integer_required"),
    (bool, "对", "yes_or_no_required"),
    (bool, 1.0, "yes_or_no_required"),
    (str, 12_345.0, "text_cell_required"),
    (str, {"date": "2024-03-01"}, "text_cell_required"),
    (str, " 张三", "space_around"),
    (UUID, 1.0, "text_cell_required"),
]


@pytest.mark.parametrize(("kind", "cell", "value"), TAKEN)
def test_taken(kind, cell, value):
    assert value_of(cell, kind) == value


@pytest.mark.parametrize(("kind", "cell", "code"), WRONG)
def test_wrong(kind, cell, code):
    with pytest.raises(CellWrong) as caught:
        value_of(cell, kind)

    assert caught.value.code == code
    assert caught.value.text.zh


def test_what_a_field_holds_is_seen_through_optional_and_annotated():
    kinds = {name: plain_type(f.annotation) for name, f in PersonRegistered.model_fields.items()}

    assert (kinds["sex"], kinds["birth_on"], kinds["police_number"]) == (Sex, date, str)
