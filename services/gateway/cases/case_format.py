"""Case files, YAML or JSON Lines, as cases; every mistake with file, line and what is allowed.

Pure.
"""

import re
from datetime import date
from typing import Any

from services.gateway.cases import clock
from services.gateway.cases.asks import EXPECTATIONS
from services.gateway.cases.case import PERSON, Ask, Case
from services.gateway.cases.fact_format import FactReader
from services.gateway.cases.run_format import read_runs
from services.gateway.decision.kind import DecisionKind
from services.gateway.decision.kinds import find
from services.gateway.decision.question import Question, Reading
from services.kernel.errors import Refused
from services.kernel.mistakes import Mistakes
from services.kernel.tree_model import nearest
from services.kernel.yaml_tree import Document, Items, Table, wrong

CASE_KEYS = ("id", "title", "notes", "bureau", "facts", "ask")
_BUREAU = re.compile(r"[a-z][a-z0-9_-]{0,40}")
ASK_KEYS = ("decide", "as_of", "known_at", "reading", "expect")


def read_case(document: Document, source: str) -> Case:
    """Raises SourceWrong with every mistake: a wrong fact does not hide a wrong question."""
    tree = _table(document.value, source, document.line, what=("用例", "a case"))
    reading = Mistakes()
    reading.tried(_refuse_unknown, tree, CASE_KEYS, source)
    title = reading.tried(_title, tree, source)
    bureau = reading.tried(_bureau, tree, source)
    reader = FactReader(source)
    for fact, line in reading.tried(_items, tree, "facts", source) or ():
        reading.tried(reader.read, fact, line)
    asks: list[Ask] = []
    questions = reading.tried(_items, tree, "ask", source)
    for ask, line in questions or ():
        asks += reading.tried(_asks, ask, line, source, reader) or ()
    if questions == []:
        at, zh, en = tree.line, "缺少 ask", "ask is missing: what is asked?"
        reading.found += wrong(source, at, zh, en).mistakes
    reading.refuse()
    return Case(
        source=source,
        line=document.line,
        id=str(tree.get("id", "")),
        title=str(title),
        facts=tuple(reader.facts.values()),
        asks=tuple(asks),
        bureau=bureau,
    )


def _title(tree: Table, source: str) -> str:
    title = tree.get("title")
    if not isinstance(title, str) or not title:
        at = tree.lines.get("title", tree.line)
        raise wrong(source, at, "title 须为文字标题", "title must be text")
    return title


def _bureau(tree: Table, source: str) -> str | None:
    """A folder of policies/bureaus; nothing that leads out of it."""
    name = tree.get("bureau")
    if name is None or (isinstance(name, str) and _BUREAU.fullmatch(name)):
        return name
    at = tree.lines["bureau"]
    allowed = "r0, nine"
    zh, en = (
        f"bureau 须为单位目录名; 允许如: {allowed}",
        f"bureau must name a folder, like {allowed}",
    )
    raise wrong(source, at, zh, en)


def _asks(value: Any, line: int, source: str, reader: FactReader) -> list[Ask]:  # noqa: ANN401
    tree = _table(value, source, line, what=("ask 的每一项", "each item of ask"))
    if "runs" in tree:
        return read_runs(tree, line, source, reader.labels())
    return [_ask(tree, line, source, reader)]


def _ask(tree: Table, line: int, source: str, reader: FactReader) -> Ask:
    reading = Mistakes()
    reading.tried(_refuse_unknown, tree, ASK_KEYS, source)
    kind = reading.tried(_kind, tree, line, source)
    as_of = reading.tried(_as_of, tree, line, source)
    known_at = reading.tried(_known_at, tree, source)
    how = reading.tried(_reading, tree, source)
    expect = reading.tried(_expected, tree, line, source)
    expected = None
    if kind is not None and expect is not None:
        expectations = EXPECTATIONS[kind.name]
        expected = reading.tried(expectations.read, expect, source, kind, reader.labels())
    reading.refuse()
    assert kind and as_of and how and expected  # noqa: S101, PT018  # Refused above otherwise.
    question = Question(kind=kind.name, person=PERSON, as_of=as_of, known_at=known_at, reading=how)
    return Ask(kind=kind, question=question, expect=expected, line=line)


def _kind(tree: Table, line: int, source: str) -> DecisionKind:
    try:
        return find(str(tree.get("decide", "")))
    except Refused as refusal:
        at = tree.lines.get("decide", line)
        zh, en = f"decide: {refusal.text.zh}", f"decide: {refusal.text.en}"
        raise wrong(source, at, zh, en) from None


def _as_of(tree: Table, line: int, source: str) -> date:
    as_of = clock.read_day(tree.get("as_of"))
    if as_of is None:
        raise wrong(
            source,
            tree.lines.get("as_of", line),
            f"as_of 须为日期; 允许: {clock.DAY_ALLOWED}",
            f"as_of must be a day; allowed: {clock.DAY_ALLOWED}",
        )
    return as_of


def _expected(tree: Table, line: int, source: str) -> Document:
    """What is expected; a word alone stands for the outcome."""
    expect = tree.get("expect")
    at = tree.lines.get("expect", line)
    if isinstance(expect, str):
        short = Table(at)
        short["outcome"], short.lines["outcome"] = expect, at
        expect = short
    if not isinstance(expect, Table):
        raise wrong(source, at, "expect 须写明预期", "expect must say what is expected")
    return Document(expect, at)


def _known_at(tree: Table, source: str) -> Any:  # noqa: ANN401  an instant or None
    if tree.get("known_at") is None:
        return None
    instant = clock.read_instant(tree["known_at"], at_end_of_day=True)
    if instant is None:
        raise wrong(
            source,
            tree.lines["known_at"],
            f"known_at 须为时刻; 允许: {clock.INSTANT_ALLOWED}",
            f"known_at must be an instant; allowed: {clock.INSTANT_ALLOWED}",
        )
    return instant


def _reading(tree: Table, source: str) -> Reading:
    value = tree.get("reading", Reading.AS_IT_SHOULD_BE.value)
    reading = next((r for r in Reading if value in (r.value, r.zh)), None)
    if reading is None:
        allowed = Reading.allowed()
        raise wrong(
            source,
            tree.lines["reading"],
            f"reading 不能是 {value}; 允许: {allowed}",
            f"reading cannot be {value}; allowed: {allowed}",
        )
    return reading


def _items(tree: Table, key: str, source: str) -> list[tuple[Any, int]]:
    """The items with their lines; a single mapping stands for a list of one."""
    value = tree.get(key)
    at = tree.lines.get(key, tree.line)
    if value is None:
        return []
    if isinstance(value, Table):
        return [(value, at)]
    if isinstance(value, Items):
        return list(zip(value, value.lines, strict=True))
    if isinstance(value, list):  # JSON Lines: the whole case is on one line.
        return [(item, at) for item in value]
    raise wrong(source, at, f"{key} 须为列表", f"{key} must be a list")


def _table(value: Any, source: str, line: int, *, what: tuple[str, str]) -> Table:  # noqa: ANN401
    if not isinstance(value, Table):
        raise wrong(source, line, f"{what[0]}须为键值对", f"{what[1]} must be a mapping")
    return value


def _refuse_unknown(tree: Table, allowed: tuple[str, ...], source: str) -> None:
    for key in tree:
        if key not in allowed:
            zh, en = nearest(key, allowed)
            shown = ", ".join(allowed)
            raise wrong(
                source,
                tree.lines.get(key, tree.line),
                f"不认识的键 {key}; 允许: {shown}{zh}",
                f"unknown key {key}; allowed: {shown}{en}",
            )
