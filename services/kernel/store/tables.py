"""The tables every room's database has: log and commands, and what following others needs."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


_ANY_UUID = text("gen_random_uuid()")


class StoreBase(SQLModel):
    """Base of the kernel's tables, with a metadata of their own."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class HeadRow(StoreBase, table=True):
    """One row: where the log has come to. Whoever holds it writes next."""

    __tablename__ = "head"
    singleton: bool = Field(primary_key=True)  # Always true: there is one head.
    store_id: UUID = Field(nullable=False)  # Made once; tells this log from a copy's future.
    algorithm: str = Field(sa_type=Text, nullable=False)  # sha256 or sm3, fixed at creation.
    pos: int = Field(sa_type=BigInteger, nullable=False)
    chain: bytes = Field(sa_type=LargeBinary, nullable=False)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)


class EventColumns(SQLModel):
    """What every copy of an event holds: the log's own, and a follower's."""

    event_id: UUID = Field(nullable=False)
    type: str = Field(sa_type=Text, nullable=False)
    stream_id: str = Field(sa_type=Text, nullable=False)
    version: int = Field(nullable=False)
    subject: str = Field(sa_type=Text, nullable=False)
    subject_seq: int = Field(nullable=False)
    effective_on: date = Field(nullable=False)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)
    actor: str = Field(sa_type=Text, nullable=False)
    command_id: UUID = Field(nullable=False)
    correlation_id: str = Field(sa_type=Text, nullable=False)
    causation_id: UUID | None
    corrects: UUID | None
    revokes: UUID | None
    basis: str = Field(sa_type=Text, nullable=False)
    reason: str = Field(sa_type=Text, nullable=False)
    # json, not jsonb: the exact text is what the chain attests.
    data: str = Field(sa_type=JSON, nullable=False)
    chain: bytes = Field(sa_type=LargeBinary, nullable=False)


class EventRow(StoreBase, EventColumns, table=True):
    """The log. Append-only by grant and by trigger."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("stream_id", "version"),
        UniqueConstraint("subject", "subject_seq"),
        UniqueConstraint("event_id"),
    )
    pos: int = Field(
        sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )


class CommandRow(StoreBase, table=True):
    """Which commands were carried out, and the answer each got. Kept for ever."""

    __tablename__ = "commands"
    command_id: UUID = Field(primary_key=True)
    body_digest: bytes = Field(sa_type=LargeBinary, nullable=False)
    receipt: str = Field(sa_type=JSON, nullable=False)


class FollowedRow(StoreBase, table=True):
    """One followed log: the place kept in the transaction of the effect, and what stopped it."""

    __tablename__ = "followed"
    follower: str = Field(sa_type=Text, primary_key=True)
    room: str = Field(sa_type=Text, primary_key=True)
    store_id: UUID | None
    pos: int = Field(sa_type=BigInteger, nullable=False)
    chain: bytes = Field(sa_type=LargeBinary, nullable=False)
    recorded_at: datetime | None = Field(sa_type=DateTime(timezone=True))  # Of the last event.
    condition: str | None = Field(sa_type=Text)
    detail: str | None = Field(sa_type=Text)


class FollowedPartitionRow(StoreBase, table=True):
    """How far one partition was read ahead, by whoever of the followers reads it. Unlogged."""

    __tablename__ = "followed_partitions"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)
    follower: str = Field(sa_type=Text, primary_key=True)
    room: str = Field(sa_type=Text, primary_key=True)
    partition: int = Field(primary_key=True)
    since: UUID = Field(nullable=False, sa_column_kwargs={"server_default": _ANY_UUID})
    count: int = Field(sa_type=BigInteger, nullable=False, sa_column_kwargs={"server_default": "0"})
    recorded_at: datetime | None = Field(sa_type=DateTime(timezone=True))  # Of the last one.


class FollowedAheadRow(StoreBase, table=True):
    """A record read ahead of the place, put by for the other followers to see. Unlogged."""

    __tablename__ = "followed_ahead"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)
    follower: str = Field(sa_type=Text, primary_key=True)
    room: str = Field(sa_type=Text, primary_key=True)
    partition: int = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger, primary_key=True)  # 1, 2, 3 ... in each partition.
    pos: int = Field(sa_type=BigInteger, nullable=False)
    item: bytes = Field(sa_type=LargeBinary, nullable=False)


class FollowRepairRow(StoreBase, table=True):
    """A follower made to drop what it had taken, because the followed log was restored."""

    __tablename__ = "follow_repairs"
    repair_id: UUID = Field(primary_key=True)
    follower: str = Field(sa_type=Text, nullable=False)
    room: str = Field(sa_type=Text, nullable=False)
    repaired_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)
    repaired_by: str = Field(sa_type=Text, nullable=False)
    reason: str = Field(sa_type=Text, nullable=False)
    from_pos: int = Field(sa_type=BigInteger, nullable=False)  # The first position dropped.
    dropped: int = Field(sa_type=BigInteger, nullable=False)  # How many events.
    old_store_id: UUID | None
    old_pos: int = Field(sa_type=BigInteger, nullable=False)  # Of the place before.
    old_chain: bytes = Field(sa_type=LargeBinary, nullable=False)
    new_store_id: UUID = Field(nullable=False)
    new_chain: bytes = Field(sa_type=LargeBinary, nullable=False)  # At from_pos - 1.
    kept_in: str = Field(sa_type=Text, nullable=False)  # The file with the dropped events.


class FollowStopRow(StoreBase, table=True):
    """A record a follower could not take as it came: whom it stops, by which named condition."""

    __tablename__ = "follow_stops"
    stop_id: UUID = Field(primary_key=True)  # From what it is: the same record is noted once.
    follower: str = Field(sa_type=Text, nullable=False)
    room: str = Field(sa_type=Text, nullable=False)
    pos: int | None = Field(sa_type=BigInteger)
    subject: str | None = Field(sa_type=Text, index=True)
    condition: str = Field(sa_type=Text, nullable=False)
    detail: str = Field(sa_type=Text, nullable=False)
    chain: bytes | None = Field(sa_type=LargeBinary)
    raw: bytes = Field(sa_type=LargeBinary, nullable=False)
    found_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)


class FollowMendingRow(StoreBase, table=True):
    """Who mended a stop, how and why. Written once."""

    __tablename__ = "follow_mendings"
    stop_id: UUID = Field(primary_key=True, foreign_key="follow_stops.stop_id")
    how: str = Field(sa_type=Text, nullable=False)  # skipped, republished, put_in_order, dropped
    mended_by: str = Field(sa_type=Text, nullable=False)
    reason: str = Field(sa_type=Text, nullable=False)
    mended_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)
