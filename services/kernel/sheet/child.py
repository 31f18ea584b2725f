"""Process: reads one workbook from standard input under hard limits, and answers in JSON.

A parser may be fooled; a process of 256 MB and ten seconds may then end, and nothing else does.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from services.kernel.bounded import limit
from services.kernel.errors import FieldError, Refused, invalid
from services.kernel.sheet.bounds import Bounds
from services.kernel.sheet.container import kept_parts, repacked
from services.kernel.sheet.scan import CHOICES, SheetScan

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = re.compile(r"\{[^}]*\}id")


def answer(data: bytes, bounds: Bounds) -> dict[str, Any]:
    """The first visible sheet: its name, and its rows from A1 on; or why it is refused."""
    try:
        name, rows = read(data, bounds)
    except Refused as refused:
        return {"refused": _told(refused)}
    return {"name": name, "rows": rows}


def read(data: bytes, bounds: Bounds) -> tuple[str, list[list[Any]]]:
    """Raises Refused. Dates are `{"date": "2024-01-01"}`, empty cells None."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  after the limits

    kept = kept_parts(data, bounds)
    name, part = first_sheet(kept)
    refuse_hidden_sheets(kept, bounds)
    flaws = SheetScan(name, bounds).walk(kept[part])
    if flaws:
        raise invalid(
            "cells_refused",
            f"{len(flaws)} 个单元格不能导入",
            f"{len(flaws)} cells cannot be imported",
            errors=flaws,
        )
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(repacked(kept)))
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as fault:
        raise invalid("not_a_workbook", "工作簿无法读取", "the workbook cannot be read") from fault
    return name, [[_plain(cell) for cell in row] for row in rows]


def first_sheet(kept: dict[str, bytes]) -> tuple[str, str]:
    """Name and part of the first sheet that is not hidden. Raises Refused."""
    for name, part, visible in _sheets(kept):
        if visible:
            return name, part
    raise invalid("no_sheet", "工作簿中没有可读的工作表", "the workbook has no sheet to read")


def refuse_hidden_sheets(kept: dict[str, bytes], bounds: Bounds) -> None:
    """Raises Refused for what stands where nobody looks; our own lists of choices stand there."""
    for name, part, visible in _sheets(kept):
        if visible or name == CHOICES:
            continue
        scan = SheetScan(name, bounds)
        scan.walk(kept[part])
        if scan.valued:
            raise invalid(
                "hidden_sheet",
                f"工作簿含隐藏的工作表 {name!r}, 请取消隐藏后核对, 或删除",
                f"the workbook has a hidden sheet {name!r}: show it and look, or delete it",
            )


def _sheets(kept: dict[str, bytes]) -> Iterator[tuple[str, str, bool]]:
    """Name, part, and whether it is visible, in the order of the workbook."""
    book = ET.fromstring(kept["xl/workbook.xml"])  # noqa: S314  no document type: checked
    targets = {
        relation.get("Id"): (relation.get("Target") or "").lstrip("/")
        for relation in ET.fromstring(kept["xl/_rels/workbook.xml.rels"])  # noqa: S314
    }
    for sheet in [*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")]:
        key = next((v for k, v in sheet.attrib.items() if _RELATION.fullmatch(k)), None)
        target = targets.get(key, "")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in kept:
            yield sheet.get("name", ""), part, sheet.get("state", "visible") == "visible"


def _plain(cell: object) -> Any:  # noqa: ANN401  JSON
    if cell == "":
        return None
    if isinstance(cell, datetime):
        whole = cell.hour == cell.minute == cell.second == 0
        return {"date": cell.date().isoformat() if whole else cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, str | bool | int | float):
        return cell
    return {"other": str(cell)}


def _told(refused: Refused) -> dict[str, Any]:
    def told(error: FieldError) -> list[str]:
        return [error.pointer, error.code, error.text.zh, error.text.en]

    return {
        "kind": refused.kind.value,
        "code": refused.code,
        "zh": refused.text.zh,
        "en": refused.text.en,
        "errors": [told(error) for error in refused.errors],
    }


def main() -> None:
    bounds = Bounds(**json.loads(sys.argv[1]))
    limit(bounds.memory_bytes, bounds.cpu_seconds)
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), bounds), ensure_ascii=True))


if __name__ == "__main__":
    main()
