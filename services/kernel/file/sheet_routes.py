"""HTTP routes of facts as workbooks: a template for each kind, and its rows taken over."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from services.kernel.errors import FieldError, Refused, Text, invalid
from services.kernel.file.bodies import Imported
from services.kernel.file.file import FileKind
from services.kernel.file.history import take_history
from services.kernel.file.kinds import FactKind, fact_kinds, import_permission
from services.kernel.file.on_file import meet_demands, store_of, today_of
from services.kernel.file.routes import KindRouter
from services.kernel.file.rows import Row, own_file
from services.kernel.file.sealed import sealed_rows
from services.kernel.file.sheet import (
    SUBJECT,
    SheetSource,
    Taken,
    columns_of,
    rows_of,
    template,
)
from services.kernel.sheet.reading import read_sheet
from services.kernel.sheet.scan import column_letters
from services.kernel.sheet.writing import MEDIA_TYPE, workbook
from services.kernel.store.postgres import Rehearsal
from services.kernel.values import ShortText
from services.kernel.web.auth import authenticate
from services.kernel.web.declared_routes import requires
from services.kernel.web.origin import CommandOrigin, mark_replayed

# What a cell calls a person -> the person's id, or why it is nobody's.
Resolve = Callable[[Request, Sequence[str]], Awaitable[Mapping[str, str | Text]]]
_PERSON_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_UNIT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_ROW = re.compile(r"/rows/([0-9]+)")
_WORKBOOK: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}


class Previewed(Imported):
    """An import, or what it would be: nothing is recorded when it was only tried."""

    dry_run: bool
    sheet: str
    sha256: str


async def only_ids(_request: Request, names: Sequence[str]) -> Mapping[str, str | Text]:
    """For rooms that know people by their ids alone."""
    no = Text("应为人员编号", "must be a person id")
    return {name: name.lower() if _PERSON_ID.fullmatch(name) else no for name in names}


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
        rows = await _named(request, taken, fact, resolve)
        if taken.errors:
            raise _cells_refused(taken.errors)
        await meet_demands(request, kind, [row.data for row in rows])
        sealed = await sealed_rows(request, fact, rows, origin.command_id)
        store = store_of(request)
        try:
            done = await take_history(
                Rehearsal(store) if dry_run else store,
                kind,
                sealed,
                basis=source.basis,
                origin=origin,
                today=today_of(request),
            )
        except Refused as refused:
            raise _in_cells(refused, taken) from None
        mark_replayed(response, replayed=done.receipt.replayed)
        return Previewed(
            rows=len(rows),
            recorded=done.recorded,
            already_recorded=done.already_recorded,
            pos=0 if dry_run else done.receipt.pos,
            dry_run=dry_run,
            sheet=taken.sheet,
            sha256=source.sha256,
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


async def _named(request: Request, taken: Taken, fact: FactKind, resolve: Resolve) -> list[Row]:
    """The rows about whom they name, by id; who cannot be found is a mistake of the cell."""
    names = sorted({row.subject for row in taken.rows})
    if fact.about == "person":
        found = await resolve(request, names)
    else:
        no = Text("应为小写字母、数字和连字符, 如 team-1", "lower-case letters, digits, hyphens")
        found = {name: name if _UNIT_ID.fullmatch(name) else no for name in names}
    own = (await authenticate(request)).person_id
    rows: list[Row] = []
    for row, number in zip(taken.rows, taken.numbers, strict=True):
        subject = found[row.subject]
        if isinstance(subject, Text):
            taken.wrong(taken.subject_at, number, f"{SUBJECT}_unknown", subject)
        elif subject == own:
            taken.wrong(taken.subject_at, number, own_file().code, own_file().text)
        else:
            rows.append(Row(subject, row.effective_on, row.data, row.basis))
    return rows


def _in_cells(refused: Refused, taken: Taken) -> Refused:
    """The same refusal, its rows called as the sheet calls them."""
    errors = []
    for error in refused.errors:
        found = _ROW.fullmatch(error.pointer)
        place = error.pointer
        if found is not None:
            letters = column_letters(taken.subject_at)
            place = f"{taken.sheet}!{letters}{taken.numbers[int(found[1])]}"
        errors.append(FieldError(place, error.code, error.text))
    return Refused(refused.kind, refused.code, refused.text, errors=errors)


def _cells_refused(errors: Sequence[FieldError]) -> Refused:
    return invalid(
        "import_refused",
        f"{len(errors)} 处有误, 未导入任何数据",
        f"{len(errors)} cells are wrong; nothing was recorded",
        errors=errors,
    )
