"""Pay slips on paper: every character is there, the same bytes every time, a page a slip."""

from dataclasses import replace

import pypdfium2

from services.gateway.pay.run import run_all
from services.gateway.payroll.slip_sheet import Sheet, money, slip_sheets
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import OFFICER, RULES, runs, slips
from tests.gateway.pay.test_debt import LEFT

LATE = "{固定工资项目: 其他固定项目 50000, on: 2024-01-01, recorded: 2024-02-10}"
SLIPS = run_all("p", runs("2024-01", "2024-02"), on_file(*OFFICER, LATE), RULES)
SHEETS = [
    Sheet(slip, sha256="ab" * 32, name=name, number="031415", unit="一大队", run_id="run")
    for slip, name in zip(SLIPS, ("欧阳娜娜㛃", "#eval(1) $x$ \\ *𠮷*"), strict=True)
]


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range().replace(" ", "") for page in document]


def test_every_slip_has_its_page_with_name_amounts_and_causes():
    first, second = pages(slip_sheets(SHEETS))
    assert "2024年1月工资条" in first
    assert "欧阳娜娜㛃" in first
    assert "警衔津贴" in first
    assert money(SLIPS[0].net_fen) in first
    assert "补扣月份" not in first
    assert "#eval(1)$x$\\*𠮷*" in second  # Shown as it is, never evaluated.
    assert "2024-01" in second
    assert "后来得知固定工资项目2024-01-01" in second.replace("\r\n", "")


def test_the_same_slips_give_the_same_bytes_and_the_font_is_inside():
    data = slip_sheets(SHEETS)
    assert slip_sheets(SHEETS) == data
    assert b"/FontFile3" in data
    assert len(slip_sheets(SHEETS, tagged=True)) > len(data)


def test_money_has_its_thousands_apart():
    assert (money(123_456_789), money(-5)) == ("1,234,567.89", "-0.05")


def test_what_is_owed_stands_on_the_paper():
    owing = slips("2024-01", "2024-05", *LEFT)[4]
    (page,) = pages(slip_sheets([replace(SHEETS[0], slip=owing)]))
    assert f"尚欠{owing.owed_fen / 100:.2f}" in page
    assert "已离职,请退还" in page
    assert "尚欠" not in pages(slip_sheets(SHEETS))[0]
