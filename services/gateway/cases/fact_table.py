"""The table of every kind of fact, generated from the event classes, for docs/cases.md. Pure."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic.fields import FieldInfo

from services.gateway.cases.vocabulary import ROOMS, plain_types
from services.gateway.decision.kinds import KINDS
from services.kernel.event import Event, event_types
from services.kernel.term import Term

_ROOM_ZH = {"roster": "人事", "assessment": "考核", "training": "培训"}


def markdown() -> str:
    """One section a room, one table row a field."""
    parts: list[str] = []
    for room in ROOMS:
        parts += [f"### {_ROOM_ZH[room]} `{room}`", "", *_HEADER]
        for cls in event_types(room).values():
            parts += _rows(cls)
        parts.append("")
    return "\n".join(parts).rstrip()


_HEADER = (
    "| fact 事实 | field 字段 | required 必填 | type or allowed terms 类型或允许的词 |",
    "|---|---|---|---|",
)


def _rows(cls: type[Event]) -> list[str]:
    name = f"`{cls.TYPE.split('.')[1]}` {cls.ZH}"
    if not cls.model_fields:
        return [f"| {name} | - | | |"]
    rows = []
    for at, (field, info) in enumerate(cls.model_fields.items()):
        first = name if at == 0 else ""
        required = "yes 是" if info.is_required() else f"no, {_default(info.default)}"
        rows.append(f"| {first} | `{field}` | {required} | {_allowed(cls, field, info)} |")
    return rows


def _default(value: Any) -> str:  # noqa: ANN401  any default
    if isinstance(value, Term):
        return f"`{value.value}` {value.zh}"
    if value is None or value == "":
        return "-"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _allowed(cls: type[Event], field: str, info: FieldInfo) -> str:
    told = [_type(kind) for kind in sorted(plain_types(cls)[field], key=str)]
    limits = [_limit(part) for part in info.metadata]
    return ", ".join(text for text in (*told, *limits) if text)


def _type(kind: Any) -> str:  # noqa: ANN401  any type
    if isinstance(kind, type) and issubclass(kind, Term):
        return "; ".join(_term(member) for member in kind)
    names = {
        int: "integer 整数",
        str: "text 文字",
        bool: "`true` / `false`",
        date: "day 日期 `2024-06-01`",
        UUID: "label of a fact above 前面事实的标签",
    }
    return names.get(kind, "")


def _term(member: Term) -> str:
    spellings = " / ".join((member.zh, *member.also))
    return f"`{member.value}` {spellings}"


def _limit(part: Any) -> str:  # noqa: ANN401  any constraint
    for name, sign in (
        ("ge", "≥"),
        ("le", "≤"),
        ("min_length", "length ≥"),
        ("max_length", "length ≤"),
    ):
        value = getattr(part, name, None)
        if value is not None:
            return f"{sign} {value}"
    pattern = getattr(part, "pattern", None)
    return f"like `{pattern}`".replace("|", "\\|") if pattern else ""


def reasons() -> str:
    """One table row for every obstacle of every kind of decision."""
    rows = [
        f"| `{word}` | {kind.name} | {text.zh} | {text.en} |"
        for kind in KINDS.values()
        for word, text in kind.reasons.items()
    ]
    return "\n".join(["| reason | decision | 中文 | English |", "|---|---|---|---|", *rows])


def particulars() -> str:
    """One table row for everything a kind of decision says besides its dates and steps."""
    rows = [
        f"| `{name}` | {kind.name} | {text.zh} | {text.en} |"
        for kind in KINDS.values()
        for name, text in kind.particulars.items()
    ]
    return "\n".join(["| name | decision | 中文 | English |", "|---|---|---|---|", *rows])
