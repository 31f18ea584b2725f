"""Tables as CSV and XLSX, the same bytes every time; no cell is ever a formula. Pure."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import xlsxwriter

from services.kernel.errors import Text

Rows = Sequence[Sequence[str]]

# Spreadsheets take what begins like this for a formula, or swallow what stands before it.
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain(text: str) -> str:
    """For words that people have written; a number of ours stays a number."""
    return f"'{text}" if text.startswith(_RISKY) else text


def as_csv(rows: Rows) -> bytes:
    """With a byte order mark: without it Excel does not read Chinese."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(title: Text, rows: Rows) -> bytes:
    """Every cell is text: an account number keeps all its digits."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title.zh, "created": _LONG_AGO.replace(tzinfo=None)})
    sheet, text = book.add_worksheet(title.zh), book.add_format({"num_format": "@"})
    sheet.set_column(0, max(len(rows[0]) - 1, 0), 18, text)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell, text)
    book.close()
    return out.getvalue()
