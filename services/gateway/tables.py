"""The gateway's own tables: facts. The decision log is the kernel's event store."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, BigInteger, DateTime, Index, LargeBinary, MetaData, Text
from sqlmodel import Field, SQLModel

from services.kernel.store.tables import NAMING


class Base(SQLModel):
    """Base of the gateway's own tables."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class FactRow(Base, table=True):
    """One event of one room, as it came. Insert-only."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("ix_facts_subject_room_subject_seq", "subject", "room", "subject_seq", unique=True),
        Index("ix_facts_event_id", "event_id", unique=True),
    )
    room: str = Field(sa_type=Text, primary_key=True)
    pos: int = Field(sa_type=BigInteger, primary_key=True)
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
    data: str = Field(sa_type=JSON, nullable=False)
    chain: bytes = Field(sa_type=LargeBinary, nullable=False)
