"""Taking history over: many facts of one kind in one command, all or nothing, one error a row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kernel.decider import EventStore, StreamWrite, Withheld, with_retries
from services.kernel.errors import FieldError, Refused, invalid
from services.kernel.event import Draft, Event, Origin, Receipt
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import FileKind, decide_history, file_of
from services.kernel.file.rows import FaultyRow, Row

ALREADY = "already_recorded"


@dataclass(frozen=True, slots=True)
class HistoryTaken:
    receipt: Receipt
    recorded: int
    already_recorded: int


async def take_history(
    store: EventStore,
    kind: FileKind,
    rows: Sequence[Row | FaultyRow],
    *,
    basis: str,
    origin: Origin,
    today: date,
) -> HistoryTaken:
    """Rows that stand already are passed over, so that the same file twice changes nothing.

    Raises Refused `import_refused` with one error for each faulty row, and records nothing.
    """
    outcome: dict[str, int] = {"recorded": 0, ALREADY: 0}

    async def attempt() -> Receipt:
        writes, errors, already = await _plan(store, kind, rows, basis=basis, today=today)
        if errors:
            raise _refused(errors)
        outcome.update(recorded=len(rows) - already, already_recorded=already)
        try:
            return await store.append(origin, writes)
        except Withheld as no:
            raise Withheld(_in_rows(no, rows), no.subject) from None

    receipt = await with_retries(store, origin, attempt)
    if receipt.replayed:
        outcome.update(
            recorded=len(receipt.events), already_recorded=len(rows) - len(receipt.events)
        )
    return HistoryTaken(receipt, outcome["recorded"], outcome[ALREADY])


def _in_rows(no: Withheld, rows: Sequence[Row | FaultyRow]) -> Refused:
    """The same refusal as an import's: with the row it is about."""
    row = next(iter(_by_subject(rows).get(no.subject, {0: None})))
    return _refused([FieldError(f"/rows/{row}", no.refused.code, no.refused.text)])


def _refused(errors: Sequence[FieldError]) -> Refused:
    wrong = len({error.pointer.split("/")[2] for error in errors})
    return invalid(
        "import_refused",
        f"{wrong} 行有误, 未导入任何数据",
        f"{wrong} rows are wrong; nothing was recorded",
        errors=errors,
    )


async def _plan(
    store: EventStore, kind: FileKind, rows: Sequence[Row | FaultyRow], *, basis: str, today: date
) -> tuple[list[StreamWrite], list[FieldError], int]:
    writes: list[StreamWrite] = []
    errors = {n: row.at(n) for n, row in enumerate(rows) if isinstance(row, FaultyRow)}
    already = 0
    readable = [row for row in rows if isinstance(row, Row)]
    streams = await store.read_streams([stream_of(row.subject, row.data) for row in readable])
    for subject, numbered in _by_subject(rows).items():
        stream_id = stream_of(subject, next(iter(numbered.values())).data)
        events = streams[stream_id]
        commands = [
            RecordFact(row.data, row.effective_on, row.basis or basis) for row in numbered.values()
        ]
        drafts: list[Draft] = []
        for number, result in zip(
            numbered,
            decide_history(kind, subject, today, file_of(events), commands),
            strict=True,
        ):
            if isinstance(result, Draft):
                drafts.append(result)
            elif result.code == ALREADY:
                already += 1
            else:
                errors[number] = _at_row(number, result)
        version = events[-1].version if events else 0
        writes.append(StreamWrite(stream_id, version, tuple(drafts)))
    return writes, [fault for number in sorted(errors) for fault in errors[number]], already


def _at_row(number: int, refused: Refused) -> list[FieldError]:
    """The refusal at its row, and at the fields it names there."""
    places = [error.pointer for error in refused.errors] or [""]
    return [FieldError(f"/rows/{number}{place}", refused.code, refused.text) for place in places]


def stream_of(subject: str, event: Event | type[Event]) -> str:
    """The stream of a subject's file: `person-<id>` or `unit-<id>`."""
    return f"{event.ABOUT}-{subject}"


def _by_subject(rows: Sequence[Row | FaultyRow]) -> dict[str, dict[int, Row]]:
    """The rows that can be read, with their numbers."""
    found: dict[str, dict[int, Row]] = defaultdict(dict)
    for number, row in enumerate(rows):
        if isinstance(row, Row):
            found[row.subject][number] = row
    return found
