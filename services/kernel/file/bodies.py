"""Request and response bodies of the recording routes, one typed body for each kind of fact."""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    create_model,
)

from services.kernel.event import Receipt
from services.kernel.file.kinds import FactKind
from services.kernel.file.rows import FaultyRow
from services.kernel.values import Day, ShortText
from services.kernel.web.strict_model import UuidText
from services.kernel.web.validation_sentences import field_errors

IMPORT_ROWS_MAX = 5_000
FAULTS_PER_ROW_MAX = 5

Basis = Annotated[
    ShortText, Field(pattern=r"\S", description="依据: the document, paper or system that says so")
]
Reason = Annotated[ShortText, Field(pattern=r"\S", description="Why the earlier record is mended")]

UnitId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$"), AfterValidator(str)]


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


class DoubtView(BaseModel):
    """Why a record and others cannot all stand, or what it lacks; for a person to mend."""

    code: str
    zh: str
    en: str
    facts: list[UUID] = Field(description="The other records concerned")
    holds: bool = Field(description="Decisions that read one of them wait until it is mended")


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
    contradicts: list[UUID]  # Others that stand and cannot be true beside this one.
    doubts: list[DoubtView] = Field(default_factory=list, description="疑点")
    data: dict[str, Any]
    protection: dict[str, str] = Field(
        default_factory=dict,
        description="How each is shown: full, masked, hidden, erased, unavailable, unreadable",
    )


class FileView(BaseModel):
    """A file as of a day, known at an instant."""

    subject: str
    as_of: date
    known_at: datetime
    version: int
    facts: list[FactView]


@cache
def record_body(fact: FactKind) -> type[Body]:
    event = fact.event
    return create_model(
        f"Record{event.__name__}",
        __base__=Body,
        __doc__=f"{event.ZH}: the fact, since when it is so, and what says so.",
        effective_on=(Day, ...),
        basis=(Basis, ...),
        data=(fact.told, ...),
    )


@cache
def correction_body(fact: FactKind) -> type[Body]:
    event = fact.event
    return create_model(
        f"Correct{event.__name__}",
        __base__=Body,
        __doc__=f"{event.ZH}: the whole fact as it should have been.",
        effective_on=(Day, ...),
        basis=(Basis, ...),
        reason=(Reason, ...),
        data=(fact.told, ...),
    )


def read_or_set_aside(value: Any, read: ValidatorFunctionWrapHandler) -> object:  # noqa: ANN401  any JSON
    """For one row of many: the row, or what is wrong with it, so that all others are judged."""
    try:
        return read(value)
    except ValidationError as wrong:
        errors = [{**error, "loc": ("body", *error["loc"])} for error in wrong.errors()]
        return FaultyRow(field_errors(errors, value)[:FAULTS_PER_ROW_MAX])


@cache
def import_body(fact: FactKind) -> type[Body]:
    event = fact.event
    row = create_model(
        f"{event.__name__}Row",
        __base__=Body,
        subject=(UuidText if event.ABOUT == "person" else UnitId, ...),
        effective_on=(Day, ...),
        data=(fact.told, ...),
    )
    readable = Annotated[row, WrapValidator(read_or_set_aside)]
    return create_model(
        f"Import{event.__name__}",
        __base__=Body,
        __doc__=f"{event.ZH}: many at once, in any order, all or nothing.",
        basis=(Basis, ...),
        rows=(Annotated[list[readable], Field(min_length=1, max_length=IMPORT_ROWS_MAX)], ...),
    )


def receipted(subject: str, stream_id: str, receipt: Receipt) -> Receipted:
    return Receipted(
        subject=subject,
        events=list(receipt.events),
        pos=receipt.pos,
        version=receipt.versions.get(stream_id, 0),
    )
