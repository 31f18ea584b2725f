"""What the reading process answers: the first visible sheet, dates as dates."""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from services.kernel.sheet.bounds import Bounds
from services.kernel.sheet.child import answer

LEAP_DAY = datetime(2024, 2, 29)  # noqa: DTZ001  a workbook has no time zones


def _book(secret: str = "") -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    hidden = book.add_worksheet("隐藏")
    sheet = book.add_worksheet("数据")
    sheet.activate()
    hidden.hide()
    sheet.set_first_sheet()
    if secret:
        hidden.write(0, 0, secret)
    sheet.write_row(0, 1, ["甲", 1.5, True])
    sheet.write_datetime(1, 1, LEAP_DAY, day)
    sheet.write_datetime(1, 2, LEAP_DAY.replace(hour=8, minute=30), day)
    sheet.write_number(1, 3, 45_000)
    book.close()
    return out.getvalue()


def test_the_first_visible_sheet_from_its_first_cell_on():
    told = answer(_book(), Bounds())

    assert told == {
        "name": "数据",
        "rows": [
            [None, "甲", 1.5, True],
            [None, {"date": "2024-02-29"}, {"date": "2024-02-29T08:30:00"}, 45_000.0],
        ],
    }


def test_a_refusal_keeps_code_kind_and_both_languages():
    told = answer(b"PK\x03\x04", Bounds())["refused"]

    assert (told["kind"], told["code"]) == ("invalid", "not_a_workbook")
    assert told["zh"]
    assert told["en"]


def test_a_hidden_sheet_with_anything_in_it_is_refused_and_an_empty_one_passed_over():
    told = answer(_book("李四"), Bounds())["refused"]

    assert told["code"] == "hidden_sheet"
    assert "隐藏" in told["zh"]
    assert "李四" not in str(told)
