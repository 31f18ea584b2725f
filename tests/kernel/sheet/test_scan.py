"""Cells are named as the sheet names them, and bounds hold for what has a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import Refused
from services.kernel.sheet.bounds import Bounds
from services.kernel.sheet.scan import SheetScan, column_letters, column_number
from tests.kernel.sheet.hostile import MAIN


def _scan(cells, **bounds):
    part = f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>".encode()
    return SheetScan("表", Bounds(**bounds)).walk(part)


@given(st.integers(0, 16_383))
def test_letters_and_numbers_are_the_same_columns(number):
    assert column_number(column_letters(number)) == number


def test_flaws_are_told_by_cell_also_where_addresses_are_left_out():
    cells = (
        '<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><v>#N/A</v></c></row>'
        "<row><c><v>1</v></c><c><f>A1</f></c></row>"
    )
    flaws = [(flaw.pointer, flaw.code) for flaw in _scan(cells)]

    assert flaws == [("表!B2", "formula"), ("表!C2", "error_value"), ("表!B3", "formula")]


def test_empty_cells_may_lie_anywhere_but_not_without_end():
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1, 100))

    assert _scan(empty, rows=3) == []
    with pytest.raises(Refused, match="workbook_too_heavy"):
        _scan(empty, rows=3, elements=100)


@pytest.mark.parametrize(("row", "fits"), [(4, True), (5, False)])
def test_so_many_rows_below_the_header(row, fits):
    cells = f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>'
    if fits:
        assert _scan(cells, rows=3) == []
    else:
        with pytest.raises(Refused, match="too_many_rows"):
            _scan(cells, rows=3)


def test_what_is_hidden_is_told_once_for_each_row_and_column_and_empty_rows_may_hide():
    rows = (
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c></row>'
        '<row r="3" hidden="1"/><row r="4"><c r="C4"><v>1</v></c><c r="D4"/></row>'
        '<row r="5"><c r="A5"><v>1</v></c><c r="C5"><v>1</v></c></row>'
    )
    columns = '<cols><col min="3" max="4" hidden="true"/></cols>'
    part = f"<worksheet {MAIN}>{columns}<sheetData>{rows}</sheetData></worksheet>".encode()
    flaws = [(flaw.pointer, flaw.code) for flaw in SheetScan("表", Bounds()).walk(part)]

    assert flaws == [("表!A2", "hidden_row"), ("表!C4", "hidden_column")]
