"""A kind of fact as a sheet: columns from the event class, and rows back as facts. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from services.kernel.errors import FieldError, Text
from services.kernel.event import Event
from services.kernel.file.bodies import IMPORT_ROWS_MAX, Basis
from services.kernel.file.file import FileKind
from services.kernel.file.kinds import FactKind
from services.kernel.file.rows import Row
from services.kernel.sheet.cells import YES_NO, CellWrong, plain_type, value_of
from services.kernel.sheet.reading import Sheet
from services.kernel.sheet.scan import column_letters
from services.kernel.sheet.writing import Column, Page
from services.kernel.term import Term
from services.kernel.values import Day
from services.kernel.web.validation_sentences import field_errors

SUBJECT, EFFECTIVE_ON, BASIS = "subject", "effective_on", "basis"
ERRORS_MAX = 200
_FIELD_NAME = re.compile(r"([a-z][a-z0-9_]*)\s*\*?\s*$")
_NEW_FILES = UUID("0b0f8f0e-54a0-5c0f-9a53-2f8d1d7f5a11")  # Fixed for ever: ids depend on it.
_DAY: TypeAdapter[date] = TypeAdapter(Day)
_BASIS: TypeAdapter[str] = TypeAdapter(Basis)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a kind's sheet; its field name is what counts in the header."""

    field: str
    zh: str
    kind: type
    required: bool
    note: str
    allowed: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.zh}{' *' if self.required else ''} {self.field}"


@dataclass
class Taken:
    """What a sheet says: rows with their numbers in it, and what is wrong, cell by cell."""

    sheet: str
    rows: list[Row] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # As the sheet counts: the header is 1.
    errors: list[FieldError] = field(default_factory=list)
    subject_at: int = 0  # The column that says whom a row is about.

    def wrong(self, column: int, number: int, code: str, text: Text) -> None:
        if len(self.errors) < ERRORS_MAX:
            place = f"{self.sheet}!{column_letters(column)}{number}"
            self.errors.append(FieldError(place, code, text))


def columns_of(kind: FileKind, fact: FactKind) -> list[SheetColumn]:
    """Whom, since when, on what basis; then the event's own fields in their order."""
    opens = fact.event is kind.opens
    person = fact.about == "person"
    subject = "人员" if person else "单位编号"
    about = "人员编号、警号, 或无重名的姓名" if person else "小写字母、数字和连字符, 如 team-1"
    about = f"{about}; 留空则新建档案" if opens else about
    return [
        SheetColumn(SUBJECT, subject, str, not opens, about),
        SheetColumn(EFFECTIVE_ON, "生效日期", date, required=True, note="日期, 如 2024-03-01"),
        SheetColumn(BASIS, "依据", str, required=False, note="文件、台账等; 可在导入时统一给出"),
        *(_own_column(kind, fact, name, info) for name, info in fact.told.model_fields.items()),
    ]


def _own_column(kind: FileKind, fact: FactKind, name: str, info: FieldInfo) -> SheetColumn:
    zh = kind.words.get(f"{fact.slug}.{name}") or kind.words.get(name, name)
    plain = plain_type(info.annotation)
    allowed: tuple[str, ...] = ()
    note = "文本"
    if issubclass(plain, Term):
        allowed, note = tuple(term.zh for term in plain), "从列表中选择"
    elif plain is bool:
        allowed, note = YES_NO, "是 或 否"
    elif plain is date:
        note = "日期, 如 2024-03-01"
    elif plain is int:
        note = "整数, 单位: 分 (1 元 = 100)" if name.endswith("_fen") else "整数"
    required = info.is_required()
    return SheetColumn(
        name, zh, plain, required, f"{'必填' if required else '可空'}; {note}", allowed
    )


def template(kind: FileKind, fact: FactKind) -> Page:
    columns = columns_of(kind, fact)
    return Page(
        fact.event.ZH,
        [Column(column.title, column.note, column.allowed) for column in columns],
        about=[
            f"{fact.event.ZH} ({fact.slug}): 每行一条, 带 * 的列必填, 最多 {IMPORT_ROWS_MAX} 行。",
            "全部正确才会导入; 有误则逐个单元格指出, 不导入任何数据。同一文件再次导入不产生变化。",
            "不要使用公式; 单元格均为文本, 警号等编号请保留前导零。",
        ],
        empty_rows=IMPORT_ROWS_MAX,
    )


@dataclass(frozen=True, slots=True)
class SheetSource:
    """What was sent: the SHA-256 of the file, and the basis for rows that name none."""

    sha256: str
    basis: str = ""

    def basis_of(self, own: str, sheet: str, number: int) -> str:
        """What the event keeps: the document or system, the file, and the row in it."""
        return f"{own or self.basis} [xlsx sha256={self.sha256} {sheet}!{number}]"


def rows_of(
    sheet: Sheet, columns: Sequence[SheetColumn], event: type[Event], source: SheetSource
) -> Taken:
    """Rows that are right, in order, and every mistake with its cell."""
    taken = Taken(sheet.name)
    header = sheet.rows[0] if sheet.rows else []
    places = _places(taken, header, columns)
    taken.subject_at = places.get(SUBJECT, 0)
    if taken.errors:
        return taken
    for number, cells in enumerate(sheet.rows[1:], start=2):
        if len(taken.errors) >= ERRORS_MAX:
            break  # Enough to mend; the rest is told next time.
        if any(cell is not None for cell in cells):
            _take_row(taken, number, _Line(cells, places, columns, event, source))
    if not taken.rows and not taken.errors:
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


@dataclass(frozen=True, slots=True)
class _Line:
    cells: Sequence[Any]
    places: Mapping[str, int]
    columns: Sequence[SheetColumn]
    event: type[Event]
    source: SheetSource


def _take_row(taken: Taken, number: int, line: _Line) -> None:
    before = len(taken.errors)
    values = _values(taken, number, line)
    if len(taken.errors) > before:
        return
    subject, basis = values.pop(SUBJECT, ""), values.pop(BASIS, "")
    since = values.pop(EFFECTIVE_ON)
    day = _checked(taken, number, line, EFFECTIVE_ON, lambda: _DAY.validate_python(since))
    if basis:
        _checked(taken, number, line, BASIS, lambda: _BASIS.validate_python(basis))
    elif not line.source.basis:
        text = Text("填写依据, 或在导入时统一给出", "state it here, or once for the import")
        taken.wrong(line.places.get(BASIS, 0), number, "basis_missing", text)
    encoded = msgspec.json.encode(values, order="sorted")
    data = _checked(taken, number, line, None, lambda: line.event.model_validate_json(encoded))
    if len(taken.errors) == before:
        subject = subject or str(uuid5(_NEW_FILES, encoded.decode()))
        own = line.source.basis_of(basis, taken.sheet, number)
        taken.rows.append(Row(subject, day, data, own))
        taken.numbers.append(number)


def _values(taken: Taken, number: int, line: _Line) -> dict[str, Any]:
    """By field name; empty cells are left out, and missed where the field is required."""
    values: dict[str, Any] = {}
    for column in line.columns:
        at = line.places.get(column.field)
        cell = line.cells[at] if at is not None and at < len(line.cells) else None
        if at is None or cell is None:
            if column.required:
                taken.wrong(at or 0, number, "missing", Text("必填", "is required"))
            continue
        try:
            values[column.field] = value_of(cell, column.kind)
        except CellWrong as wrong:
            taken.wrong(at, number, wrong.code, wrong.text)
    return values


def _checked(taken: Taken, number: int, line: _Line, field_name: str | None, make: Any) -> Any:  # noqa: ANN401
    """What `make` gives, or its mistakes written down under the cells they are about."""
    try:
        return make()
    except ValidationError as error:
        for mistake in error.errors(include_url=False):
            name = field_name or str(mistake["loc"][0])
            said = field_errors([dict(mistake)], None)[0]
            taken.wrong(line.places.get(name, 0), number, said.code, said.text)
        return None
