"""Tables as files: text stays text, nothing becomes a formula, the same bytes every time."""

import io

import pytest
from python_calamine import CalamineWorkbook

from services.gateway.payroll.sheet import as_csv, as_xlsx, plain
from services.kernel.errors import Text

ROWS = [["姓名", "账号"], ["=HYPERLINK(1)", "6217000012345678901234"], ["欧阳㛃𠮷", "0012"]]


def test_a_sheet_keeps_every_digit_and_evaluates_nothing():
    data = as_xlsx(Text("银行代发", "bank"), ROWS)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert sheet.to_python() == ROWS
    assert b"<f>" not in data
    assert as_xlsx(Text("银行代发", "bank"), ROWS) == data


def test_csv_is_read_as_chinese_and_ends_its_lines_as_the_format_says():
    data = as_csv(ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[2] == "欧阳㛃𠮷,0012"
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1"])
def test_what_a_spreadsheet_would_evaluate_is_marked_as_text(risky):
    assert plain(risky) == f"'{risky}"
    assert plain("张三") == "张三"
