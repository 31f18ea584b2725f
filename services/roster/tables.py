"""Read models of the roster: who is where in which unit, by date. Rebuildable from the log."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, MetaData, Text
from sqlmodel import Field, SQLModel

from services.kernel.store.tables import NAMING


class Base(SQLModel):
    """Base of the roster's own tables."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class PersonCard(Base, table=True):
    """One line a person for lists and search; the file itself is the log."""

    __tablename__ = "person_cards"
    person_id: str = Field(sa_type=Text, primary_key=True)
    name: str = Field(sa_type=Text, nullable=False)
    sex: str = Field(sa_type=Text, nullable=False)
    category: str = Field(sa_type=Text, nullable=False)
    birth_on: date | None
    police_number: str | None = Field(sa_type=Text)


class UnitAssignment(Base, table=True):
    """Where a person serves from a day on."""

    __tablename__ = "unit_assignments"
    __table_args__ = (Index("ix_unit_assignments_unit_id", "unit_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    effective_on: date = Field(primary_key=True)
    unit_id: str = Field(sa_type=Text, nullable=False)
    position: str = Field(sa_type=Text, nullable=False)


class UnitLeader(Base, table=True):
    """Who leads a unit, from a day until another (exclusive; open while None)."""

    __tablename__ = "unit_leaders"
    __table_args__ = (Index("ix_unit_leaders_unit_id", "unit_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    unit_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    until_on: date | None
    role: str = Field(sa_type=Text, nullable=False)


class UnitVersion(Base, table=True):
    """A unit as it is from a day on: its name, kind and place in the tree."""

    __tablename__ = "unit_versions"
    unit_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    name: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    parent_id: str | None = Field(sa_type=Text)
    closed: bool = Field(nullable=False)
