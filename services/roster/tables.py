"""Read models of the roster: who is where in which unit, by date. Rebuildable from the log."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, MetaData, Text
from sqlmodel import Field, SQLModel

from services.kernel.store.tables import NAMING

# Compared by code point, so that the index serves beginnings and the order is everywhere the same.
_BY_CODE: Any = Text(collation="C")


class Base(SQLModel):
    """Base of the roster's own tables."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class PersonCard(Base, table=True):
    """One line a person for lists and search; the file itself is the log."""

    __tablename__ = "person_cards"
    __table_args__ = (Index("ix_person_cards_sort_key_person_id", "sort_key", "person_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    name: str = Field(sa_type=Text, nullable=False)
    sex: str = Field(sa_type=Text, nullable=False)
    category: str = Field(sa_type=Text, nullable=False)
    birth_on: date | None
    police_number: str | None = Field(sa_type=Text)
    sort_key: str = Field(sa_type=_BY_CODE, nullable=False)  # By pinyin.


class PersonKey(Base, table=True):
    """What a person is found by: name, pinyin, initials, 警号; looked up by their beginnings."""

    __tablename__ = "person_keys"
    # A search is answered from this index alone.
    __table_args__ = (Index("ix_person_keys_key_sort", "key", "sort_key", "person_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    key: str = Field(sa_type=_BY_CODE, primary_key=True)
    sort_key: str = Field(sa_type=_BY_CODE, nullable=False)


class UnitAssignment(Base, table=True):
    """Where a person serves from a day on; nowhere, where the unit is None: the service ended."""

    __tablename__ = "unit_assignments"
    __table_args__ = (Index("ix_unit_assignments_unit_id", "unit_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    effective_on: date = Field(primary_key=True)
    unit_id: str | None = Field(sa_type=Text)
    position: str | None = Field(sa_type=Text)


class UnitLeader(Base, table=True):
    """Who leads a unit, from a day until another (exclusive; open while None)."""

    __tablename__ = "unit_leaders"
    __table_args__ = (Index("ix_unit_leaders_unit_id", "unit_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    unit_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    until_on: date | None
    role: str = Field(sa_type=Text, nullable=False)


class ServicePeriod(Base, table=True):
    """When a person serves and in which category; the last day is one of service."""

    __tablename__ = "service_periods"
    # Asked for each line of a list, and answered from this index alone.
    __table_args__ = (
        Index("ix_service_periods_person_id", "person_id", "from_on", "last_day", "category"),
    )
    person_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    last_day: date | None
    category: str = Field(sa_type=Text, nullable=False)


class PoliceNumberTerm(Base, table=True):
    """From when to when a person holds a police number; the last day is one of the term."""

    __tablename__ = "police_numbers"
    __table_args__ = (Index("ix_police_numbers_number", "number"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    number: str = Field(sa_type=Text, nullable=False)
    last_day: date | None


class IdentityNumber(Base, table=True):
    """Who holds an ID number, by blind index; the number itself is in no database in clear."""

    __tablename__ = "identity_numbers"
    __table_args__ = (Index("ix_identity_numbers_blind", "blind"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    event_id: UUID = Field(primary_key=True)
    blind: bytes = Field(sa_type=LargeBinary, nullable=False)


class EntryObjection(Base, table=True):
    """An objection to an entry of a file; it waits while there is no answer."""

    __tablename__ = "entry_objections"
    person_id: str = Field(sa_type=Text, index=True, nullable=False)
    objection: UUID = Field(primary_key=True)
    entry: UUID = Field(nullable=False)
    raised_on: date = Field(nullable=False)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)
    answer: UUID | None
    upheld: bool | None


class ResponsibleOfficer(Base, table=True):
    """Who answers for an auxiliary from a day on; nobody while None."""

    __tablename__ = "responsible_officers"
    __table_args__ = (Index("ix_responsible_officers_officer_id", "officer_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    officer_id: str | None = Field(sa_type=Text)


class UnitQuota(Base, table=True):
    """Places for a category in a unit and all below it, from a day on."""

    __tablename__ = "unit_quotas"
    unit_id: str = Field(sa_type=Text, primary_key=True)
    category: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    places: int = Field(nullable=False)


class UnitOffice(Base, table=True):
    """The office that manages a unit's auxiliaries from a day on."""

    __tablename__ = "unit_offices"
    unit_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    office_id: str = Field(sa_type=Text, nullable=False)


class UnitVersion(Base, table=True):
    """A unit as it is from a day on: its name, kind and place in the tree."""

    __tablename__ = "unit_versions"
    unit_id: str = Field(sa_type=Text, primary_key=True)
    from_on: date = Field(primary_key=True)
    name: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    parent_id: str | None = Field(sa_type=Text)
    closed: bool = Field(nullable=False)


class RecruitmentBatch(Base, table=True):
    """One recruitment batch in lists."""

    __tablename__ = "recruitment_batches"
    batch_id: str = Field(sa_type=Text, primary_key=True)
    title: str = Field(sa_type=Text, nullable=False)
    stage: str = Field(sa_type=Text, nullable=False)
    opened_on: date = Field(nullable=False)
    last_day: date = Field(nullable=False)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)


class RecruitmentPlaces(Base, table=True):
    """Places of a post of a batch; those of live batches are promised until they are filled."""

    __tablename__ = "recruitment_places"
    batch_id: str = Field(sa_type=Text, primary_key=True)
    post_no: str = Field(sa_type=Text, primary_key=True)
    unit_id: str = Field(sa_type=Text, nullable=False)
    category: str = Field(sa_type=Text, nullable=False)
    places: int = Field(nullable=False)
    filled: int = Field(nullable=False)
    live: bool = Field(nullable=False)


class RecruitmentApplication(Base, table=True):
    """One application in lists; who may not see it has no list."""

    __tablename__ = "recruitment_applications"
    __table_args__ = (Index("ix_recruitment_applications_batch_id", "batch_id"),)
    person_id: str = Field(sa_type=Text, primary_key=True)
    batch_id: str = Field(sa_type=Text, primary_key=True)
    post_no: str = Field(sa_type=Text, nullable=False)
    channel: str = Field(sa_type=Text, nullable=False)
    name: str = Field(sa_type=Text, nullable=False)
    filed_on: date = Field(nullable=False)
    stage: str = Field(sa_type=Text, nullable=False)
