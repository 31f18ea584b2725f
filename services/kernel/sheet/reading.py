"""A workbook someone sent, read by a process of its own: rows, or the reason it is refused."""

import asyncio
import json
from dataclasses import asdict, dataclass
from typing import Any

from services.kernel.bounded import Spent, ask
from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.sheet.bounds import Bounds

TOGETHER_MAX = 2  # Workbooks read at once by one service; the others wait their turn.
_reading = asyncio.Semaphore(TOGETHER_MAX)

Cell = Any  # None, text, number, flag, or {"date": "2024-01-01"}.


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first visible sheet, from A1 on; rows are equally long."""

    name: str
    rows: list[list[Cell]]


async def read_sheet(data: bytes, bounds: Bounds = Bounds()) -> Sheet:
    """Raises Refused, within bounded time and memory, whatever the bytes are."""
    words = [json.dumps(asdict(bounds))]
    async with _reading:
        try:
            told = await ask("services.kernel.sheet.child", words, data, seconds=bounds.seconds)
        except Spent:
            raise _too_heavy() from None
    return _sheet(told)


def _sheet(told: dict[str, Any]) -> Sheet:
    if "refused" not in told:
        return Sheet(told["name"], told["rows"])
    no = told["refused"]
    errors = [FieldError(place, code, Text(zh, en)) for place, code, zh, en in no["errors"]]
    raise Refused(Kind(no["kind"]), no["code"], Text(no["zh"], no["en"]), errors=errors)


def _too_heavy() -> Refused:
    return Refused(
        Kind.TOO_LARGE,
        "workbook_too_heavy",
        Text("工作簿过大, 无法在限额内读取", "the workbook cannot be read within the limits"),
    )
