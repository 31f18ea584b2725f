"""Pay slips on paper: one A5 page or more a slip, in Chinese, with its font inside. Pure.

The same slips give the same bytes: no date, no machine's own font.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import typst
from cvttf_NotoSansCJK_Regular import get_TTF_path

from services.gateway.decision.line import Line
from services.gateway.pay.items import TERMS, Part
from services.gateway.pay.slip import Slip
from services.gateway.pay.wording import SENTENCES, tell_causes

PDF: Final = "application/pdf"
TEMPLATE: Final = Path(__file__).with_name("slip_sheet.typ")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slip with what is not in it: whom it is for."""

    slip: Slip
    sha256: str
    name: str
    number: str
    unit: str
    run_id: str


def slip_sheets(sheets: Sequence[Sheet], *, tagged: bool = False) -> bytes:
    """In the order given; every slip begins a page. Tags, for screen readers, treble the size."""
    data = msgspec.json.encode([_told(sheet) for sheet in sheets]).decode()
    compiler = typst.Compiler(
        str(TEMPLATE),
        sys_inputs={"slips": data},
        ignore_system_fonts=True,
        font_paths=[str(Path(get_TTF_path()).parent)],
    )
    made = compiler.compile(format="pdf", pdf_tags=tagged)
    assert isinstance(made, bytes)  # noqa: S101  one document
    return made


def money(fen: int) -> str:
    """`-1,234.50`"""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def _told(sheet: Sheet) -> dict[str, Any]:
    slip = sheet.slip
    own = [line for line in slip.lines if line.due_fen is None]
    return {
        "title": f"{slip.month[:4]} 年 {int(slip.month[5:])} 月工资条",
        "name": sheet.name,
        "number": sheet.number,
        "unit": sheet.unit,
        "earned": [_row(line) for line in own if line.part == Part.GROSS],
        "taken": [
            _row(line)
            for line in own
            if line.part in (Part.OWN, Part.TAX, Part.DAMAGE, Part.ADVANCE) and line.amount_fen
        ],
        "by_unit": [_row(line) for line in own if line.part == Part.UNIT],
        "retro": [_difference(line) for line in slip.retro()],
        "gross": money(slip.gross_fen),
        "deducted": money(slip.gross_fen - slip.net_fen),
        "net": money(slip.net_fen),
        "owed": _owed(slip),
        "mark": f"{sheet.run_id} · {sheet.sha256[:16]}",
    }


def _owed(slip: Slip) -> str:
    """Empty when nothing is."""
    if not slip.owed_fen:
        return ""
    how = "在以后的工资中扣回" if slip.category else "已离职, 请退还"
    told = next(SENTENCES[f.claim](f).zh for f in slip.findings if f.claim == "nothing_owed")
    return f"{told}（{how}）"


def _row(line: Line) -> dict[str, str]:
    return {"item": TERMS.get(line.item, line.item), "amount": money(line.amount_fen)}


def _difference(line: Line) -> dict[str, str]:
    return {
        "month": line.month,
        "item": f"{TERMS.get(line.part, line.part)} {TERMS.get(line.item, line.item)}",
        "due": money(line.due_fen or 0),
        "settled": money(line.settled_fen or 0),
        "amount": money(line.amount_fen),
        "why": tell_causes(line).zh,
    }
