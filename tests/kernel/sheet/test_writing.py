"""What is written is read back as it was, and never as a formula."""

import zipfile
from io import BytesIO

from python_calamine import CalamineWorkbook

from services.kernel.sheet.writing import Column, Page, workbook

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "=cmd|' /C calc'!A0", "http://x", "001"]


def test_text_stays_text_whatever_it_begins_with():
    page = Page("表", [Column("甲"), Column("数")], [[text, at] for at, text in enumerate(EVIL)])
    written = workbook([page])

    rows = CalamineWorkbook.from_filelike(BytesIO(written)).get_sheet_by_name("表").to_python()
    assert [row[0] for row in rows[1:]] == EVIL
    assert [row[1] for row in rows[1:]] == list(range(len(EVIL)))
    with zipfile.ZipFile(BytesIO(written)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_long_lists_of_choices_are_offered_too():
    many = [f"选项{n}" for n in range(200)]
    columns = [Column("短", "一或二", ["一", "二"]), Column("长", "", many), Column("空")]
    written = workbook([Page("表", columns, empty_rows=100, about=["第一行"])])

    with zipfile.ZipFile(BytesIO(written)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<formula1>"一,二"</formula1>' in sheet
    assert "可选值!$B$1:$B$200" in sheet
    book = CalamineWorkbook.from_filelike(BytesIO(written))
    assert book.get_sheet_by_name("说明").to_python() == [["第一行"]]
