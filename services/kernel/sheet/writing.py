"""Workbooks written: text stays text and never becomes a formula, a link or a number. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import xlsxwriter

from services.kernel.sheet.scan import CHOICES

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH_MIN, WIDTH_MAX = 8, 48
LIST_CHARS_MAX = 255  # Excel's own limit for a drop-down written into the cell's rule.

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the note shown when it is pointed at, and the values offered in its cells."""

    title: str
    note: str = ""
    allowed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: columns, then rows as long as the columns are many."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]] = ()
    about: Sequence[str] = field(default=())  # Lines shown on a sheet of their own, when any.
    empty_rows: int = 0  # Rows below that are text cells too, for filling in.


def workbook(pages: Sequence[Page]) -> bytes:
    """Refuses nothing: whatever a cell begins with, it is shown and not computed."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    head = book.add_format({"bold": True, "num_format": "@", "bg_color": "#DDE6F0", "border": 1})
    text = book.add_format({"num_format": "@"})
    for page in pages:
        _write(book, page, head, text)
    book.close()
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, page: Page, head: object, text: object) -> None:
    sheet = book.add_worksheet(page.name)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(page.columns):
        shown = [str(row[at]) for row in page.rows[:200] if row[at] is not None]
        width = max(map(_width, [column.title, *shown]))
        sheet.set_column(at, at, min(max(width + 2, WIDTH_MIN), WIDTH_MAX), text)
        sheet.write_string(0, at, column.title, head)
        if column.note:
            sheet.write_comment(0, at, column.note, {"x_scale": 2, "y_scale": 2})
    for number, row in enumerate(page.rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell, text)
            elif cell is not None:
                sheet.write_number(number, at, cell)
    if page.rows:
        sheet.autofilter(0, 0, len(page.rows), len(page.columns) - 1)
    _offer(book, sheet, page)
    if page.about:
        notes = book.add_worksheet("说明")
        notes.set_column(0, 0, 100, text)
        for number, line in enumerate(page.about):
            notes.write_string(number, 0, line, text)


def _offer(book: xlsxwriter.Workbook, sheet: object, page: Page) -> None:
    """Drop-downs; long lists stand on a hidden sheet, which Excel allows and short rules do not."""
    if not page.empty_rows:
        return
    lists = None
    for at, column in enumerate(page.columns):
        if not column.allowed:
            continue
        source: object = list(column.allowed)
        if len(",".join(column.allowed)) > LIST_CHARS_MAX:
            if lists is None:
                lists = book.add_worksheet(CHOICES)
                lists.hide()
            lists.write_column(0, at, column.allowed)
            letter = xlsxwriter.utility.xl_col_to_name(at)
            source = f"=可选值!${letter}$1:${letter}${len(column.allowed)}"
        rule = {"validate": "list", "source": source, "ignore_blank": True}
        sheet.data_validation(1, at, page.empty_rows, at, rule)  # type: ignore[attr-defined]


def _width(text: str) -> int:
    """In columns of a terminal: Chinese characters are two wide."""
    wide = 0x2E80
    return sum(2 if ord(letter) >= wide else 1 for letter in text)
