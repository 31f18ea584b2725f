"""HTTP routes of facts as workbooks: a template for each kind, and its rows taken over."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.kernel.errors import FieldError, Refused, Text, invalid
from services.kernel.file.bodies import Imported
from services.kernel.file.called import Called, Resolve, Unclear, only_ids
from services.kernel.file.file import FileKind
from services.kernel.file.history import take_history
from services.kernel.file.kinds import FactKind, fact_kinds, import_permission
from services.kernel.file.on_file import meet_demands, store_of, today_of
from services.kernel.file.routes import KindRouter
from services.kernel.file.rows import FaultyRow, Row, own_file
from services.kernel.file.sealed import sealed_rows
from services.kernel.file.sheet import SUBJECT, SheetSource, columns_of, template
from services.kernel.file.sheet_rows import ERRORS_MAX, Taken, by_row, rows_of
from services.kernel.sheet.reading import read_sheet
from services.kernel.sheet.writing import MEDIA_TYPE, workbook
from services.kernel.store.postgres import Rehearsal
from services.kernel.values import ShortText
from services.kernel.web.auth import authenticate
from services.kernel.web.declared_routes import requires
from services.kernel.web.origin import CommandOrigin, mark_replayed

_UNIT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_ROW = re.compile(r"/rows/([0-9]+)(?:/data)?(?:/([a-z0-9_]+))?")
_WORKBOOK: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}


# Stands for a row whose mistakes have been told by cell.
_TOLD = FaultyRow((FieldError("", "told", Text("见各单元格", "told by cell")),))


class Opened(BaseModel):
    """Whose file a row opened, or had opened before."""

    row: int
    subject: str


class Previewed(Imported):
    """An import, or what it would be: nothing is recorded when it was only tried."""

    dry_run: bool
    sheet: str
    sha256: str
    opened: list[Opened] = Field(description="For kinds that open files: the id of each row's")


def sheet_routers(kind: FileKind, resolve: Resolve = only_ids) -> list[APIRouter]:
    """Two routes for each kind of fact; to take one over is to import it."""
    routers: list[APIRouter] = []
    for fact in fact_kinds(kind.room):
        own = KindRouter(fact.slug)
        _add_template(own, kind, fact)
        _add_import(own, kind, fact, resolve)
        routers.append(own)
    return routers


def _add_template(router: APIRouter, kind: FileKind, fact: FactKind) -> None:
    async def read_template() -> Response:
        """An empty workbook for this kind, with notes and drop-downs."""
        named = f"attachment; filename*=UTF-8''{quote(fact.event.ZH)}.xlsx"
        return Response(
            workbook([template(kind, fact)]),
            media_type=MEDIA_TYPE,
            headers={"Content-Disposition": named},
        )

    router.get(
        f"/workbooks/{fact.slug}/template",
        name=f"read_{fact.slug}_template",
        summary=fact.event.ZH,
        tags=[fact.noun],
        response_class=Response,
        responses={200: {"content": {MEDIA_TYPE: {}}}},
        dependencies=[requires(f"{kind.room}.template.read")],
    )(read_template)


def _add_import(router: APIRouter, kind: FileKind, fact: FactKind, resolve: Resolve) -> None:
    async def take_workbook(
        request: Request,
        response: Response,
        origin: CommandOrigin,
        *,
        basis: Annotated[ShortText | None, Query(description="For rows that name none")] = None,
        dry_run: Annotated[bool, Query(description="Try everything, record nothing")] = False,
    ) -> Previewed:
        """The rows of the first sheet, all or nothing; each mistake is told with its cell."""
        data = await request.body()
        source = SheetSource(hashlib.sha256(data).hexdigest(), basis or "")
        taken = await _taken(data, kind, fact, source)
        rows = await _named(request, taken, kind, fact, resolve=resolve)
        right = [row for row in rows if isinstance(row, Row)]
        if not right:
            raise _cells_refused(taken.errors)
        await meet_demands(request, kind, [row.data for row in right])
        sealed = await sealed_rows(request, fact, rows, origin.command_id)
        into = Rehearsal(store_of(request)) if dry_run else store_of(request)
        today = today_of(request)
        try:
            done = await take_history(
                into, kind, sealed, basis=source.basis, origin=origin, today=today
            )
        except Refused as refused:
            raise _in_cells(refused, taken, rows) from None
        mark_replayed(response, replayed=done.receipt.replayed)
        return Previewed(
            rows=len(rows),
            recorded=done.recorded,
            already_recorded=done.already_recorded,
            pos=0 if dry_run else done.receipt.pos,
            dry_run=dry_run,
            sheet=taken.sheet,
            sha256=source.sha256,
            opened=_opened(taken, right) if fact.event is kind.opens else [],
        )

    router.post(
        f"/workbooks/{fact.slug}",
        status_code=201,
        name=f"import_{fact.slug}_workbook",
        summary=fact.event.ZH,
        tags=[fact.noun],
        openapi_extra={"requestBody": {"required": True} | _WORKBOOK},
        dependencies=[requires(import_permission(fact))],
    )(take_workbook)


async def _taken(data: bytes, kind: FileKind, fact: FactKind, source: SheetSource) -> Taken:
    """Five thousand rows are a second's work, so others are served meanwhile."""
    sheet = await read_sheet(data)
    return await asyncio.to_thread(rows_of, sheet, columns_of(kind, fact), fact.told, source)


async def _named(
    request: Request, taken: Taken, kind: FileKind, fact: FactKind, *, resolve: Resolve
) -> list[Row | FaultyRow]:
    """A row for each line, about whom it names; who is not found is a mistake of the cell."""
    opens = fact.event is kind.opens
    called = [Called(line, opens) for line in taken.lines]
    found = await resolve(request, called) if fact.about == "person" else _units(called)
    own = (await authenticate(request)).person_id
    rows: list[Row | FaultyRow] = []
    for line, subject in zip(taken.lines, found, strict=True):
        if isinstance(subject, Unclear):
            for name in subject.fields:
                place = taken.at(name, line.number)
                taken.errors.append(FieldError(place, subject.code, subject.text))
        elif subject == own:
            place = taken.at(SUBJECT, line.number)
            taken.errors.append(FieldError(place, own_file().code, own_file().text))
        elif line.is_right and line.day is not None and line.data is not None:
            rows.append(Row(subject, line.day, line.data, line.basis))
            continue
        rows.append(_TOLD)
    return rows


def _units(called: Sequence[Called]) -> list[str | Unclear]:
    text = Text("应为小写字母、数字和连字符, 如 team-1", "lower-case letters, digits, hyphens")
    no = Unclear("subject_unknown", text)
    return [one.name if _UNIT_ID.fullmatch(one.name) else no for one in called]


def _opened(taken: Taken, rows: Sequence[Row]) -> list[Opened]:
    return [
        Opened(row=line.number, subject=row.subject)
        for line, row in zip(taken.rows, rows, strict=True)
    ]


def _in_cells(refused: Refused, taken: Taken, rows: Sequence[Row | FaultyRow]) -> Refused:
    """The same refusal, its rows called as the sheet calls them, beside what was told of cells."""
    errors = list(taken.errors)
    for error in refused.errors:
        found = _ROW.fullmatch(error.pointer)
        place = error.pointer
        if found is not None:
            at = int(found[1])
            if rows[at] is _TOLD:
                continue
            place = taken.at(found[2] or SUBJECT, taken.lines[at].number)
        errors.append(FieldError(place, error.code, error.text))
    if taken.errors:
        return _cells_refused(errors)
    return Refused(refused.kind, refused.code, refused.text, errors=by_row(errors))


def _cells_refused(errors: Sequence[FieldError]) -> Refused:
    return invalid(
        "import_refused",
        f"{len(errors)} 处有误, 未导入任何数据",
        f"{len(errors)} cells are wrong; nothing was recorded",
        errors=by_row(errors)[:ERRORS_MAX],
    )
