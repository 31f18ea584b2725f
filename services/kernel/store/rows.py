"""Between rows of the `events` table and Recorded. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID, SafeUUID

import msgspec

from services.kernel.event import Receipt, Recorded
from services.kernel.store.plan import Done

COLUMNS = Recorded.__struct_fields__
SELECT = f"select {', '.join(COLUMNS)} from events"  # noqa: S608  names of our own columns

_set = object.__setattr__
_TYPES = {
    "pos": "bigint",
    "event_id": "uuid",
    "version": "int",
    "subject_seq": "int",
    "effective_on": "date",
    "recorded_at": "timestamptz",
    "command_id": "uuid",
    "causation_id": "uuid",
    "corrects": "uuid",
    "revokes": "uuid",
    "data": "json",
    "chain": "bytea",
}


def unnest(first_parameter: int) -> str:
    """`$n::type[], ...` for every column, in the order of COLUMNS."""
    return ", ".join(
        f"${first_parameter + i}::{_TYPES.get(name, 'text')}[]" for i, name in enumerate(COLUMNS)
    )


def to_columns(events: Sequence[Recorded]) -> list[list[Any]]:
    return [[getattr(event, name) for event in events] for name in COLUMNS]


def from_row(row: Any) -> Recorded:  # noqa: ANN401  asyncpg record or tuple
    """A row selected with SELECT; its instant comes back in UTC."""
    values = dict(zip(COLUMNS, row, strict=True))
    if values["recorded_at"].tzinfo is not UTC:
        values["recorded_at"] = values["recorded_at"].astimezone(UTC)
    for name in ("event_id", "command_id", "causation_id", "corrects", "revokes"):
        if values[name] is not None:
            values[name] = _plain(values[name])
    return Recorded(**values)


def _plain(asyncpgs: UUID) -> UUID:
    """Asyncpg has a UUID class of its own; ours compare and pickle alike.

    Without the constructor, which parses and checks again what the database has checked.
    """
    made = object.__new__(UUID)
    _set(made, "int", asyncpgs.int)
    _set(made, "is_safe", SafeUUID.unknown)
    return made


def from_rows(rows: Iterable[Any]) -> list[Recorded]:
    return [from_row(row) for row in rows]


def encode_receipt(receipt: Receipt) -> str:
    return msgspec.json.encode(
        {"events": receipt.events, "pos": receipt.pos, "versions": receipt.versions}
    ).decode()


def decode_done(body_digest: bytes, receipt: str | bytes) -> Done:
    tree = msgspec.json.decode(receipt)
    events = tuple(UUID(text) for text in tree["events"])
    return Done(body_digest, Receipt(events, tree["pos"], tree["versions"]))
