"""Taking history over: many facts of one kind in one command, all or nothing, one error a row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.kernel.decider import EventStore, StreamWrite, Withheld, with_retries
from services.kernel.errors import FieldError, Refused, invalid
from services.kernel.event import Draft, Event, Origin, Receipt
from services.kernel.file.commands import RecordFact
from services.kernel.file.file import FileKind, decide_history, file_of

ALREADY = "already_recorded"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an import; its number is its place in the list, from 0."""

    subject: str
    effective_on: date
    data: Event
    basis: str = ""  # Of this line, where it has its own.


@dataclass(frozen=True, slots=True)
class HistoryTaken:
    receipt: Receipt
    recorded: int
    already_recorded: int


async def take_history(
    store: EventStore,
    kind: FileKind,
    rows: Sequence[Row],
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


def _in_rows(no: Withheld, rows: Sequence[Row]) -> Refused:
    """The same refusal as an import's: with the row it is about."""
    row = next((n for n, row in enumerate(rows) if row.subject == no.subject), 0)
    return _refused([FieldError(f"/rows/{row}", no.refused.code, no.refused.text)])


def _refused(errors: Sequence[FieldError]) -> Refused:
    return invalid(
        "import_refused",
        f"{len(errors)} 行有误, 未导入任何数据",
        f"{len(errors)} rows are wrong; nothing was recorded",
        errors=errors,
    )


async def _plan(
    store: EventStore, kind: FileKind, rows: Sequence[Row], *, basis: str, today: date
) -> tuple[list[StreamWrite], list[FieldError], int]:
    by_subject: Mapping[str, list[int]] = _numbers_by_subject(rows)
    writes: list[StreamWrite] = []
    errors: dict[int, FieldError] = {}
    already = 0
    streams = await store.read_streams([stream_of(row.subject, row.data) for row in rows])
    for subject, numbers in by_subject.items():
        stream_id = stream_of(subject, rows[numbers[0]].data)
        events = streams[stream_id]
        commands = [
            RecordFact(rows[n].data, rows[n].effective_on, rows[n].basis or basis) for n in numbers
        ]
        drafts: list[Draft] = []
        for number, result in zip(
            numbers,
            decide_history(kind, subject, today, file_of(events), commands),
            strict=True,
        ):
            if isinstance(result, Draft):
                drafts.append(result)
            elif result.code == ALREADY:
                already += 1
            else:
                errors[number] = FieldError(f"/rows/{number}", result.code, result.text)
        version = events[-1].version if events else 0
        writes.append(StreamWrite(stream_id, version, tuple(drafts)))
    return writes, [errors[number] for number in sorted(errors)], already


def stream_of(subject: str, event: Event | type[Event]) -> str:
    """The stream of a subject's file: `person-<id>` or `unit-<id>`."""
    return f"{event.ABOUT}-{subject}"


def _numbers_by_subject(rows: Sequence[Row]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        numbers[row.subject].append(number)
    return numbers
