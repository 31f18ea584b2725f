"""Keeps the gateway's read models in the append's own transaction: runs, proposals, policies."""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby
from typing import Any, Final

from services.gateway.payroll import events as e
from services.gateway.payroll.pay_run import PayRun, evolve
from services.gateway.proposal import views as proposals
from services.gateway.publication import views as policies
from services.kernel.event import Recorded, decode_fast
from services.kernel.store.rows import SELECT, from_rows

TABLES: Final = ("pay_runs", "pay_slips", *proposals.TABLES, *policies.TABLES)
SLIP_COLUMNS: Final = (
    "run_id",
    "person_id",
    "month",
    "unit_id",
    "category",
    "pos",
    "slip_sha256",
    "outcome",
    "withheld",
    "gross_fen",
    "own_fen",
    "tax_fen",
    "net_fen",
    "unit_fen",
    "exceptions",
    "open_exceptions",
)
RUN_COLUMNS: Final = (
    "run_id",
    "opened_pos",
    "month",
    "scope",
    "unit_id",
    "category",
    "first_month",
    "stage",
)
_OF_PEOPLE = (e.PaySlipDrawn.TYPE, e.PaySlipMissing.TYPE)


def _upsert(table: str, columns: Sequence[str], keys: int) -> str:
    values = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns[keys:])
    return (
        f"insert into {table} ({', '.join(columns)}) values ({values}) "  # noqa: S608  our own names
        f"on conflict ({', '.join(columns[:keys])}) do update set {changed}"
    )


async def project(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Called inside the append's transaction, after the events are in the log."""
    for wire_name, same in groupby(events, lambda event: event.type):
        if wire_name in _OF_PEOPLE:
            rows = [_slip_row(event) for event in same]
            await connection.executemany(_upsert("pay_slips", SLIP_COLUMNS, 2), rows)
        elif wire_name == e.PayExceptionWaived.TYPE:
            for event in same:
                await _waive(connection, event)
    runs = {event.stream_id for event in events if event.stream_id.startswith("pay-run-")}
    if runs:
        await _rewrite(connection, sorted(runs))
    await proposals.project(connection, events)
    await policies.project(connection, events)


async def _rewrite(connection: Any, streams: Sequence[str]) -> None:  # noqa: ANN401
    rows = await connection.fetch(
        f"{SELECT} where stream_id = any($1::text[]) order by stream_id, version", streams
    )
    runs = [
        _run_row(list(same)) for _, same in groupby(from_rows(rows), lambda event: event.stream_id)
    ]
    await connection.executemany(_upsert("pay_runs", RUN_COLUMNS, 1), runs)


def _run_row(events: Sequence[Recorded]) -> tuple[Any, ...]:
    state = reduce(evolve, events, PayRun())
    opened = state.opened
    return (
        state.run_id,
        events[0].pos,
        opened.month,
        opened.scope.value,
        opened.unit_id,
        opened.category.value,
        opened.first_month,
        state.stage.value,
    )


def _slip_row(event: Recorded) -> tuple[Any, ...]:
    data = decode_fast(event.type, event.data)
    start = (str(data.run), event.subject, data.month, data.unit_id)
    if event.type == e.PaySlipMissing.TYPE:
        told = words(data.exceptions)
        return (*start, "", event.pos, None, "", False, 0, 0, 0, 0, 0, told, told)
    told = words([*data.exceptions, *data.checks])
    amounts = (data.gross_fen, data.own_fen, data.tax_fen, data.net_fen, data.unit_fen)
    slip = (event.pos, data.slip_sha256, data.outcome, data.withheld)
    return (*start, data.category, *slip, *amounts, told, told)


async def _waive(connection: Any, event: Recorded) -> None:  # noqa: ANN401
    data = decode_fast(event.type, event.data)
    key = (str(data.run), event.subject)
    left = await connection.fetchval(
        "select open_exceptions from pay_slips where run_id = $1 and person_id = $2", *key
    )
    waived = {one.value for one in (*data.exceptions, *data.checks)}
    await connection.execute(
        "update pay_slips set open_exceptions = $3 where run_id = $1 and person_id = $2",
        *key,
        words(word for word in (left or "").split() if word not in waived),
    )


def words(exceptions: Iterable[str]) -> str:
    """In one order, whatever order they came in."""
    return " ".join(sorted(set(exceptions)))
