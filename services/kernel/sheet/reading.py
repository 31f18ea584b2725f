"""A workbook someone sent, read by a process of its own: rows, or the reason it is refused."""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.sheet.bounds import Bounds

ROOT = Path(__file__).parents[3]
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
    async with _reading:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.kernel.sheet.child",
            json.dumps(asdict(bounds)),
            cwd=ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(bounds.seconds):
                said, _ = await process.communicate(data)
        except TimeoutError:
            raise _too_heavy() from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0:
        raise _too_heavy()  # Out of memory or time: it was told to end.
    return _sheet(json.loads(said))


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
