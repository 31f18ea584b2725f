"""A list as a workbook: what its reader may see, who took it out, when, by which filters."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query, Response
from pydantic import BaseModel

from services.kernel.errors import Refused
from services.kernel.sheet.writing import MEDIA_TYPE, Cell, Column, Page, workbook
from services.kernel.term import Term
from services.kernel.web.clocks import BUREAU_TIME
from services.kernel.web.http_refusals import too_large

EXPORT_ROWS_MAX = 10_000
Form = Annotated[
    Literal["json", "xlsx"],
    Query(alias="format", description="xlsx: the whole list, without pages"),
]
WORKBOOK_TOO: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {}}}}
_WORDS = {
    "person_id": "人员编号",
    "name": "名称",
    "sex": "性别",
    "category": "类别",
    "police_number": "警号",
    "unit_id": "单位编号",
    "unit_name": "单位",
    "position": "职务",
    "kind": "种类",
    "parent_id": "上级单位编号",
    "path": "隶属",
    "serving": "在职",
    "closed": "已撤销",
    "officer_id": "带辅民警编号",
    "officer_name": "带辅民警",
    "since": "自",
    "post_no": "岗位编号",
    "channel": "渠道",
    "filed_on": "报名日",
    "stage": "阶段",
    "stage_zh": "阶段名",
}


def exported(
    title: str,
    lines: Sequence[BaseModel],
    fields: Sequence[str],
    *,
    by: str,
    at: datetime,
    asked: Mapping[str, object],
) -> Response:
    """Text cells only: nothing in a name is computed on the reader's machine."""
    rows = [[_cell(getattr(line, name)) for name in fields] for line in lines]
    filters = ", ".join(f"{name}={value}" for name, value in asked.items() if value is not None)
    about = [
        f"{title}: {len(rows)} 行",
        f"导出人 {by}, 时间 {at.astimezone(BUREAU_TIME).isoformat(timespec='seconds')}",
        f"条件 {filters or '无'}",
    ]
    columns = [Column(f"{_WORDS[name]} {name}") for name in fields]
    named = f'attachment; filename="{title_of(fields)}-{at:%Y-%m-%d}.xlsx"'
    return Response(
        workbook([Page(title, columns, rows, about)]),
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": named},
    )


def title_of(fields: Sequence[str]) -> str:
    """For the file's name, in letters every system takes."""
    return "units" if fields[0] == "unit_id" else "people"


def too_many() -> Refused:
    return too_large(
        "list_too_long",
        f"超过 {EXPORT_ROWS_MAX} 行, 请按单位或类别分次导出",
        f"more than {EXPORT_ROWS_MAX} lines: export by unit or category",
    )


def _cell(value: object) -> Cell:
    if value is None:
        return None
    if isinstance(value, Term):
        return value.zh  # As an import takes it.
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
