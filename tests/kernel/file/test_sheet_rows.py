"""Rows as facts: each mistake with its cell, all of them in one round."""

import itertools

import pytest

from services.kernel.errors import FieldError, Text
from services.kernel.file.kinds import fact_kinds
from services.kernel.file.sheet import SheetSource, columns_of
from services.kernel.file.sheet_rows import by_row, rows_of
from services.kernel.sheet.reading import Sheet
from services.roster.rules import FILE

SOURCE = SheetSource("ab" * 32, "台账")
REGISTERED = next(one for one in fact_kinds("roster") if one.slug == "person_registered")
COLUMNS = columns_of(FILE, REGISTERED)
HEADER = [column.title for column in COLUMNS]
RIGHT = [None, "2024-03-01", None, "张三", "男", "民警", None, "012345"]


def _taken(*rows, header=HEADER, source=SOURCE):
    return rows_of(Sheet("表", [header, *rows]), COLUMNS, REGISTERED.event, source)


def _told(taken):
    return [(error.pointer, error.code) for error in taken.errors]


def test_each_mistake_is_told_with_its_cell_and_nothing_else_is_lost():
    wrong = [None, 45_352.0, None, " 张三", "男女", None, "1990-02-30", 12_345.0]
    taken = _taken(RIGHT, wrong, [None] * 8, [*RIGHT[:3], "李四", "female", "辅警"])

    assert _told(taken) == [
        ("表!B3", "day_required"),
        ("表!D3", "space_around"),
        ("表!F3", "missing"),
        ("表!G3", "no_such_day"),
        ("表!H3", "text_cell_required"),
        ("表!E3", "not_a_choice"),
        ("表!F5", "not_a_choice"),
    ]
    assert "民警" in taken.errors[-1].text.zh
    assert [line.number for line in taken.rows] == [2]
    assert [line.number for line in taken.lines] == [2, 3, 5]


def test_columns_may_stand_in_any_order_and_be_called_by_either_name():
    order = [3, 1, 4, 5]
    names = ["姓名", "effective_on", "性别 *", "人员类别 * category"]
    taken = _taken([RIGHT[at] for at in order], header=names)

    assert (taken.errors, taken.rows[0].data.name) == ([], "张三")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ([*HEADER, "身高"], "unknown_column"),
        ([*HEADER, "姓名 name"], "column_twice"),
        (HEADER[:-3], "column_missing"),
        ([], "column_missing"),
    ],
)
def test_a_header_that_is_not_the_templates(header, code):
    assert [told[1] for told in _told(_taken(RIGHT, header=header))] == [code]


def test_a_row_needs_a_basis_of_its_own_or_of_the_import():
    own = [*RIGHT[:2], "任免文件", *RIGHT[3:]]
    taken = _taken(RIGHT, own, source=SheetSource("cd" * 32))

    assert _told(taken) == [("表!C2", "basis_missing")]
    assert taken.rows[0].basis.startswith("任免文件 [xlsx sha256=cdcd")


def test_who_is_new_gets_the_same_id_from_the_same_row():
    other = [*RIGHT[:3], "李四", *RIGHT[4:]]
    first, again, third = (_taken(row).rows[0].new_id() for row in (RIGHT, RIGHT, other))

    assert first == again != third


def test_no_rows_and_too_many_mistakes():
    assert _told(_taken()) == [("表!A2", "no_rows")]
    bad = list(itertools.repeat([None] * 3 + ["x"], 500))
    assert len(_taken(*bad).errors) == 200


def test_mistakes_come_in_the_order_of_the_sheet_whoever_found_them():
    places = ["表!B10", "表!A9", "表!C10", "/"]
    errors = [FieldError(place, "x", Text("x", "x")) for place in places]

    assert [error.pointer for error in by_row(errors)] == ["/", "表!A9", "表!B10", "表!C10"]
