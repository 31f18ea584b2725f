"""The gateway's own tables: facts. The decision log is the kernel's event store."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, MetaData, Text
from sqlmodel import Field, SQLModel

from services.kernel.store.tables import NAMING, EventColumns


class Base(SQLModel):
    """Base of the gateway's own tables."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class FactRow(Base, EventColumns, table=True):
    """One event of one room, as it came. Insert-only."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("ix_facts_subject_room_subject_seq", "subject", "room", "subject_seq", unique=True),
        Index("ix_facts_event_id", "event_id", unique=True),
    )
    room: str = Field(sa_type=Text, primary_key=True)
    pos: int = Field(sa_type=BigInteger, primary_key=True)
