"""Request and response bodies of the recording routes, one typed body for each kind of fact."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model

from services.kernel.event import Event, Receipt
from services.kernel.values import Day, ShortText

IMPORT_ROWS_MAX = 5_000

Basis = Annotated[
    ShortText, Field(pattern=r"\S", description="依据: the document, paper or system that says so")
]
Reason = Annotated[ShortText, Field(pattern=r"\S", description="Why the earlier record is mended")]


class Body(BaseModel):
    """A request body: nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Revocation(Body):
    """Takes a fact back: it never was so."""

    basis: Basis
    reason: Reason


class Receipted(BaseModel):
    """What a command left behind; the same again when it is sent again."""

    subject: str
    events: list[UUID]
    pos: int = Field(description="Reads with min_position of at least this include the effect")
    version: int = Field(description="Of the file; the ETag")


class Imported(BaseModel):
    """An import is all or nothing: this is all."""

    rows: int
    recorded: int
    already_recorded: int
    pos: int


class FactView(BaseModel):
    """One record of a file, standing or mended, with who recorded what when."""

    event_id: UUID
    type: str
    title: str
    effective_on: date
    recorded_at: datetime
    recorded_by: str
    basis: str
    reason: str
    corrects: UUID | None
    revokes: UUID | None
    standing: bool
    data: dict[str, Any]


class FileView(BaseModel):
    """A file as of a day, known at an instant."""

    subject: str
    as_of: date
    known_at: datetime
    version: int
    facts: list[FactView]


def record_body(event: type[Event]) -> type[Body]:
    return create_model(
        f"Record{event.__name__}",
        __base__=Body,
        __doc__=f"{event.ZH}: the fact, since when it is so, and what says so.",
        effective_on=(Day, ...),
        basis=(Basis, ...),
        data=(event, ...),
    )


def correction_body(event: type[Event]) -> type[Body]:
    return create_model(
        f"Correct{event.__name__}",
        __base__=Body,
        __doc__=f"{event.ZH}: the whole fact as it should have been.",
        effective_on=(Day, ...),
        basis=(Basis, ...),
        reason=(Reason, ...),
        data=(event, ...),
    )


def import_body(event: type[Event]) -> type[Body]:
    row = create_model(
        f"{event.__name__}Row",
        __base__=Body,
        subject=(Annotated[str, Field(min_length=1, max_length=64)], ...),
        effective_on=(Day, ...),
        data=(event, ...),
    )
    return create_model(
        f"Import{event.__name__}",
        __base__=Body,
        __doc__=f"{event.ZH}: many at once, in any order, all or nothing.",
        basis=(Basis, ...),
        rows=(Annotated[list[row], Field(min_length=1, max_length=IMPORT_ROWS_MAX)], ...),
    )


def receipted(subject: str, stream_id: str, receipt: Receipt) -> Receipted:
    return Receipted(
        subject=subject,
        events=list(receipt.events),
        pos=receipt.pos,
        version=receipt.versions.get(stream_id, 0),
    )
