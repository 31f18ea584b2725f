"""Rows a second of a 5,000-row workbook taken over, against a plain read of the same file."""

import hashlib
import time
from datetime import UTC, datetime
from io import BytesIO

from python_calamine import CalamineWorkbook

from benchmarks.bench_server import Figure, Ratio, database, durable_server, show
from services.kernel.event import Origin
from services.kernel.file.history import take_history
from services.kernel.file.kinds import fact_kinds
from services.kernel.file.rows import Row
from services.kernel.file.sheet import SheetSource, columns_of
from services.kernel.file.sheet_rows import rows_of
from services.kernel.identity import new_uuid7
from services.kernel.settings import load
from services.kernel.sheet.reading import read_sheet
from services.kernel.sheet.writing import Column, Page, workbook
from services.kernel.store.postgres import PostgresStore, connect_pool
from services.kernel.web.clocks import day_of
from services.roster.keeping import Keeping, vault_of
from services.roster.rules import FILE

ROWS, SECONDS_MAX = 5_000, 30.0
FACT = next(fact for fact in fact_kinds("roster") if fact.slug == "person_registered")


def _name(number: int) -> str:
    """Without digits, as names are."""
    return "人员" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in str(number))


def made() -> bytes:
    columns = columns_of(FILE, FACT)
    rows = [
        [
            None,
            "2020-01-01",
            "花名册",
            _name(n),
            "男",
            "勤务辅警",
            "1999-01-01",
            f"{n:06}",
        ]
        for n in range(ROWS)
    ]
    return workbook([Page("表", [Column(column.title) for column in columns], rows)])


def plain(data: bytes) -> float:
    began = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert len(rows) == ROWS + 1
    return time.perf_counter() - began


async def taken(url: str, data: bytes) -> tuple[float, float]:
    """Seconds to read and check, and seconds of the whole, on disk."""
    pool = await connect_pool(url)
    store = PostgresStore(pool, project=Keeping(vault_of(load())).project_and_guard)
    began = time.perf_counter()
    source = SheetSource(hashlib.sha256(data).hexdigest())
    sheet = await read_sheet(data)
    found = rows_of(sheet, columns_of(FILE, FACT), FACT.event, source)
    assert not found.errors
    rows = [
        Row(line.new_id(), line.day, line.data, line.basis)
        for line in found.lines
        if line.day is not None and line.data is not None
    ]
    checked = time.perf_counter() - began
    origin = Origin(new_uuid7(), "bench", "bench")
    done = await take_history(
        store, FILE, rows, basis="", origin=origin, today=day_of(datetime.now(UTC))
    )
    assert done.recorded == ROWS
    whole = time.perf_counter() - began
    await pool.close()
    return checked, whole


async def main(*, as_json: bool) -> None:
    data = made()
    bare = plain(data)
    async with durable_server() as server:
        checked, whole = await taken(await database(server, "sheet", "roster"), data)
    show(
        f"workbook: {ROWS} people in one file of {len(data) // 1024} kB",
        [
            Figure("calamine reads the cells, nothing else", ROWS / bare, f"{bare:.2f} s"),
            Figure(
                "read in a bounded process, every cell checked", ROWS / checked, f"{checked:.2f} s"
            ),
            Figure(
                "taken over: rules, chain, read models, on disk", ROWS / whole, f"{whole:.2f} s"
            ),
        ],
        [
            Ratio("to a plain read, read and checked only", bare / checked, 0.01),
            Ratio("to a plain read", bare / whole, 0.001),
            Ratio(f"to the target of {SECONDS_MAX:g} s", SECONDS_MAX / whole, 1),
        ],
        as_json=as_json,
    )
