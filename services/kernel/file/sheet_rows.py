"""The rows of a sheet as facts, and every mistake with its cell, in one round. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec
from pydantic import TypeAdapter, ValidationError

from services.kernel.errors import FieldError, Text
from services.kernel.event import Event
from services.kernel.file.bodies import Basis
from services.kernel.file.sheet import (
    BASIS,
    EFFECTIVE_ON,
    MARK,
    SUBJECT,
    SheetColumn,
    SheetSource,
)
from services.kernel.sheet.cells import CellWrong, value_of
from services.kernel.sheet.reading import Sheet
from services.kernel.sheet.scan import column_letters
from services.kernel.values import Day
from services.kernel.web.validation_sentences import field_errors

ERRORS_MAX = 200
_FIELD_NAME = re.compile(r"([a-z][a-z0-9_]*)\s*\*?\s*$")
_NEW_FILES = UUID("0b0f8f0e-54a0-5c0f-9a53-2f8d1d7f5a11")  # Fixed for ever: ids depend on it.
_DAY: TypeAdapter[date] = TypeAdapter(Day)
_BASIS: TypeAdapter[str] = TypeAdapter(Basis)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as written; without `day` and `data` where they cannot be read."""

    number: int  # As the sheet counts: the header is 1.
    subject: str  # What the cell calls whom it is about; empty where a file is to be opened.
    mark: str
    day: date | None = None
    data: Event | None = None
    basis: str = ""
    content: str = ""  # What it says, canonical.
    is_right: bool = False

    def new_id(self, more: str = "") -> str:
        """Of a person nobody has given an id: the same for the same content."""
        return str(uuid5(_NEW_FILES, self.content + more))


@dataclass
class Taken:
    """What a sheet says: its rows, and what is wrong, cell by cell."""

    sheet: str
    lines: list[Line] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)  # The column of each field.

    @property
    def rows(self) -> list[Line]:
        return [line for line in self.lines if line.is_right]

    def at(self, field_name: str, number: int) -> str:
        """The cell, as the sheet calls it."""
        column = self.places.get(field_name, self.places.get(SUBJECT, 0))
        return f"{self.sheet}!{column_letters(column)}{number}"

    def wrong(self, column: int, number: int, code: str, text: Text) -> None:
        if len(self.errors) < ERRORS_MAX:
            place = f"{self.sheet}!{column_letters(column)}{number}"
            self.errors.append(FieldError(place, code, text))


def rows_of(
    sheet: Sheet, columns: Sequence[SheetColumn], event: type[Event], source: SheetSource
) -> Taken:
    """Every row in order, and every mistake with its cell."""
    taken = Taken(sheet.name)
    header = sheet.rows[0] if sheet.rows else []
    taken.places = _places(taken, header, columns)
    if taken.errors:
        return taken
    for number, cells in enumerate(sheet.rows[1:], start=2):
        if len(taken.errors) >= ERRORS_MAX:
            break  # Enough to mend; the rest is told next time.
        if any(cell is not None for cell in cells):
            taken.lines.append(_Reading(taken, number, cells, columns).line(event, source))
    if not taken.lines and not taken.errors:
        text = Text("没有数据行", "there are no rows below the header")
        taken.wrong(0, 2, "no_rows", text)
    return taken


def _places(taken: Taken, header: Sequence[Any], columns: Sequence[SheetColumn]) -> dict[str, int]:
    """Where each field stands, by the names in the header; any order, optional ones may lack."""
    names = {column.zh: column.field for column in columns}
    known = {column.field for column in columns}
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        if cell is None:
            continue
        title = str(cell).strip()
        found = _FIELD_NAME.search(title)
        name = found[1] if found and found[1] in known else names.get(title.rstrip("* "))
        if name is None:
            right = ", ".join(column.title for column in columns)
            taken.wrong(
                at, 1, "unknown_column", Text(f"不认识的列; 可用: {right}", f"unknown: {right}")
            )
        elif name in places:
            taken.wrong(at, 1, "column_twice", Text("列重复", "this column is there already"))
        else:
            places[name] = at
    for column in columns:
        if column.required and column.field not in places and not taken.errors:
            text = Text(f"缺少列 {column.title}", f"the column {column.title} is missing")
            taken.wrong(len(header), 1, "column_missing", text)
    return places


@dataclass
class _Reading:
    """One row being read. A cell that cannot be read keeps nothing of the others from judgement."""

    taken: Taken
    number: int
    cells: Sequence[Any]
    columns: Sequence[SheetColumn]
    unread: set[str] = field(default_factory=set)

    def line(self, event: type[Event], source: SheetSource) -> Line:
        before = len(self.taken.errors)
        values = self._values()
        subject, basis = values.pop(SUBJECT, ""), values.pop(BASIS, "")
        mark, since = values.pop(MARK, ""), values.pop(EFFECTIVE_ON, None)
        day = None
        if since is not None:
            day = self._checked(EFFECTIVE_ON, lambda: _DAY.validate_python(since))
        if basis:
            self._checked(BASIS, lambda: _BASIS.validate_python(basis))
        elif not source.basis and BASIS not in self.unread:
            text = Text("填写依据, 或在导入时统一给出", "state it here, or once for the import")
            self._wrong(BASIS, "basis_missing", text)
        encoded = msgspec.json.encode(values, order="sorted")
        data = self._checked(None, lambda: event.model_validate_json(encoded))
        return Line(
            self.number,
            subject,
            mark,
            day,
            data,
            basis=source.basis_of(basis, self.taken.sheet, self.number),
            content=encoded.decode(),
            is_right=len(self.taken.errors) == before,
        )

    def _values(self) -> dict[str, Any]:
        """By field name; empty cells are left out, and missed where the field is required."""
        values: dict[str, Any] = {}
        for column in self.columns:
            at = self.taken.places.get(column.field)
            cell = self.cells[at] if at is not None and at < len(self.cells) else None
            if cell is None:
                if column.required:
                    self._wrong(column.field, "missing", Text("必填", "is required"))
                continue
            # A birth date may stand where a unit may: as a date, whatever the column is for.
            kind = date if column.field == MARK and isinstance(cell, dict) else column.kind
            try:
                values[column.field] = value_of(cell, kind)
            except CellWrong as wrong:
                self._wrong(column.field, wrong.code, wrong.text)
        return values

    def _checked(self, field_name: str | None, make: Any) -> Any:  # noqa: ANN401
        """What `make` gives, or its mistakes written down under the cells they are about."""
        try:
            return make()
        except ValidationError as error:
            for mistake in error.errors(include_url=False):
                name = field_name or str(mistake["loc"][0] if mistake["loc"] else SUBJECT)
                if name not in self.unread:  # Its cell has been told already.
                    said = field_errors([dict(mistake)], None)[0]
                    self.taken.wrong(
                        self.taken.places.get(name, 0), self.number, said.code, said.text
                    )
            return None

    def _wrong(self, field_name: str, code: str, text: Text) -> None:
        self.unread.add(field_name)
        self.taken.wrong(self.taken.places.get(field_name, 0), self.number, code, text)


def by_row(errors: Sequence[FieldError]) -> list[FieldError]:
    """In the order of the sheet: row by row, and in a row as they were found."""
    found = (re.search(r"[0-9]+$", error.pointer) for error in errors)
    numbers = [int(number[0]) if number else 0 for number in found]
    return [error for _, error in sorted(zip(numbers, errors, strict=True), key=lambda p: p[0])]
