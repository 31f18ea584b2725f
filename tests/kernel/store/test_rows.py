"""Rows and records: every field there and back, in one order, with our own types."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import msgspec
import pytest

from services.kernel.event import Receipt, Recorded
from services.kernel.store.rows import (
    COLUMNS,
    SELECT,
    decode_done,
    encode_receipt,
    from_row,
    from_rows,
    to_columns,
    unnest,
)
from services.kernel.store.tables import EventRow
from tests.kernel.samples import chained, changed, recorded


def test_the_columns_are_those_of_the_table_and_of_the_record():
    assert set(COLUMNS) == set(EventRow.model_fields)
    assert SELECT.startswith("select pos, event_id, type, ")


def test_columns_and_rows_are_inverse():
    log = [*chained(3), recorded(4, corrects=UUID(int=7), causation_id=UUID(int=8), reason="误")]
    rows = list(zip(*to_columns(log), strict=True))

    assert from_rows(rows) == log


def test_what_the_database_gives_becomes_utc_and_plain_uuid():
    from asyncpg.pgproto import pgproto

    values = {name: getattr(recorded(1), name) for name in COLUMNS}
    values["event_id"] = pgproto.UUID(str(UUID(int=5)))
    values["revokes"] = pgproto.UUID(str(UUID(int=6)))
    values["recorded_at"] = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    event = from_row(tuple(values.values()))

    assert (type(event.event_id), event.event_id) == (UUID, UUID(int=5))
    assert (type(event.revokes), event.revokes) == (UUID, UUID(int=6))
    assert event.recorded_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert event.recorded_at.tzinfo is UTC
    assert event.corrects is None


def test_a_row_of_another_shape_is_refused():
    with pytest.raises(ValueError):
        from_row((1, 2, 3))


async def test_the_database_gives_back_every_field(pool):
    """A type missing from `unnest` would be seen here, on the one real table."""
    event = changed(
        chained(1)[0],
        causation_id=UUID(int=9),
        corrects=UUID(int=10),
        revokes=UUID(int=11),
        reason="甲 '\"\\ 𠮷",
        data='{"b":1,"a":  "kept as it is"}',
        recorded_at=datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC),
    )
    await pool.execute(
        f"insert into events ({', '.join(COLUMNS)}) select * from unnest({unnest(1)})",
        *to_columns([event]),
    )

    assert from_rows(await pool.fetch(SELECT)) == [event]
    assert len(unnest(1).split(",")) == len(Recorded.__struct_fields__)


def test_a_receipt_is_kept_whole():
    receipt = Receipt((UUID(int=1), UUID(int=2)), 7, {"人-1": 3})
    done = decode_done(b"d", encode_receipt(receipt))

    assert (done.body_digest, done.receipt) == (b"d", receipt)
    with pytest.raises(msgspec.MsgspecError):
        decode_done(b"d", "{")
