"""The gateway's own tables. The decision log is the kernel's event store."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, Text
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


class PayRunRow(Base, table=True):
    """One pay run as it stands; the run itself is its stream in the log."""

    __tablename__ = "pay_runs"
    run_id: str = Field(sa_type=Text, primary_key=True)
    opened_pos: int = Field(sa_type=BigInteger, nullable=False)
    month: str = Field(sa_type=Text, nullable=False)
    scope: str = Field(sa_type=Text, nullable=False)
    unit_id: str | None = Field(sa_type=Text)
    category: str = Field(sa_type=Text, nullable=False)
    first_month: str = Field(sa_type=Text, nullable=False)
    stage: str = Field(sa_type=Text, nullable=False)


class PaySlipRow(Base, table=True):
    """Everybody of a run: where the slip is in the log, its totals, what is still to be looked at.

    Exceptions are words with a space between.
    """

    __tablename__ = "pay_slips"
    __table_args__ = (Index("ix_pay_slips_person_id_month", "person_id", "month"),)
    run_id: str = Field(sa_type=Text, primary_key=True)
    person_id: str = Field(sa_type=Text, primary_key=True)
    month: str = Field(sa_type=Text, nullable=False)
    unit_id: str | None = Field(sa_type=Text)
    category: str = Field(sa_type=Text, nullable=False)
    pos: int = Field(sa_type=BigInteger, nullable=False)
    slip_sha256: str | None = Field(sa_type=Text)  # None: there is no slip, for the exceptions.
    outcome: str = Field(sa_type=Text, nullable=False)
    withheld: bool = Field(nullable=False)
    gross_fen: int = Field(sa_type=BigInteger, nullable=False)
    own_fen: int = Field(sa_type=BigInteger, nullable=False)
    tax_fen: int = Field(sa_type=BigInteger, nullable=False)
    net_fen: int = Field(sa_type=BigInteger, nullable=False)
    unit_fen: int = Field(sa_type=BigInteger, nullable=False)
    exceptions: str = Field(sa_type=Text, nullable=False)
    open_exceptions: str = Field(sa_type=Text, nullable=False)


class PayFileRow(Base, table=True):
    """The bytes of release files by their SHA-256; which file of which run says the log."""

    __tablename__ = "pay_files"
    sha256: str = Field(sa_type=Text, primary_key=True)
    content: bytes = Field(sa_type=LargeBinary, nullable=False)


class ProposalRow(Base, table=True):
    """One proposal as it stands; the proposal itself is its stream in the log."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_made_pos", "made_pos"),)
    proposal_id: str = Field(sa_type=Text, primary_key=True)
    made_pos: int = Field(sa_type=BigInteger, nullable=False)
    person_id: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    outcome: str = Field(sa_type=Text, nullable=False)
    stage: str = Field(sa_type=Text, nullable=False)


class PolicyDraftRow(Base, table=True):
    """One policy draft as it stands; the draft itself is its stream in the log."""

    __tablename__ = "policy_drafts"
    draft_id: str = Field(sa_type=Text, primary_key=True)
    drafted_pos: int = Field(sa_type=BigInteger, nullable=False)
    policy: str = Field(sa_type=Text, nullable=False)
    effective_from: str = Field(sa_type=Text, nullable=False)
    stage: str = Field(sa_type=Text, nullable=False)
    draft_sha256: str = Field(sa_type=Text, nullable=False)


class PolicyVersionRow(Base, table=True):
    """Where a published policy is in the log."""

    __tablename__ = "policy_versions"
    pos: int = Field(
        sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    draft_id: str = Field(sa_type=Text, nullable=False)
    policy: str = Field(sa_type=Text, nullable=False)
    effective_from: str = Field(sa_type=Text, nullable=False)
    text_sha256: str = Field(sa_type=Text, nullable=False)
