"""A kind of fact as a sheet: its columns from the event class, and its template. Pure."""

from dataclasses import dataclass
from datetime import date

from pydantic.fields import FieldInfo

from services.kernel.file.bodies import IMPORT_ROWS_MAX
from services.kernel.file.file import FileKind
from services.kernel.file.kinds import FactKind
from services.kernel.sheet.cells import YES_NO, plain_type
from services.kernel.sheet.writing import Column, Page
from services.kernel.term import Term

SUBJECT, EFFECTIVE_ON, BASIS = "subject", "effective_on", "basis"
MARK = "subject_mark"  # What agrees with a name that alone says nobody.
NEW = "新建"  # Of a row that opens a file: nobody of those already on file.


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


def columns_of(kind: FileKind, fact: FactKind) -> list[SheetColumn]:
    """Whom, since when, on what basis; then the event's own fields in their order."""
    opens = fact.event is kind.opens
    person = fact.about == "person"
    subject = "人员" if person else "单位编号"
    about = "人员编号或警号" if person else "小写字母、数字和连字符, 如 team-1"
    if person and kind.opens is not None:
        about = "人员编号、警号(辅警编号); 用姓名时须在核对列另填单位或出生日期"
    about = f"{about}; 留空则新建档案; 确非已有同名者时填 {NEW}" if opens else about
    note = "用姓名指人时必填: 当日所在单位的编号或名称, 或出生日期"
    mark = SheetColumn(MARK, "核对", str, required=False, note=note)
    by_name = person and kind.opens is not None and not opens
    return [
        SheetColumn(SUBJECT, subject, str, not opens, about),
        *([mark] if by_name else []),
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
