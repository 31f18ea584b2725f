"""Pay runs of a case, played one after another: months, closings, what each slip must be. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from services.gateway.cases import clock
from services.gateway.cases.case import PERSON, Ask, AskedRun
from services.gateway.cases.pay_asks import PayExpectations
from services.gateway.decision.question import Question
from services.gateway.pay.kind import KIND
from services.gateway.pay.months import last_day, month_named, name_of
from services.kernel.tree_model import nearest
from services.kernel.yaml_tree import Document, Items, Table, wrong

ASK_KEYS = ("decide", "runs", "total")
RUN_KEYS = ("month", "closed_at", "expect")
MONTH_ALLOWED = "2024-06, 2024-01 to 2024-06"
_MONTHS = re.compile(
    r"(?P<first>20\d\d-(?:0[1-9]|1[0-2]))(?:\s*(?:to|至|->|→)\s*(?P<last>20\d\d-(?:0[1-9]|1[0-2])))?"
)


def read_runs(tree: Table, line: int, source: str, labels: Sequence[str]) -> list[Ask]:
    """One question a run, in order; with `total` one more for their sum. Raises SourceWrong."""
    _refuse_unknown(tree, ASK_KEYS, source)
    if tree.get("decide") not in (KIND.name, KIND.zh):
        at = tree.lines.get("decide", line)
        zh = f"runs 只用于 decide: {KIND.name}"
        raise wrong(source, at, zh, f"runs are only for decide: {KIND.name}")
    asks: list[Ask] = []
    for run, at in _items(tree, source):
        if not isinstance(run, Table):
            raise wrong(source, at, "runs 的每一项须为键值对", "each run must be a mapping")
        asks += _read_run(run, (line, at), source, labels)
    if not asks:
        raise wrong(source, tree.lines["runs"], "runs 是空的", "runs is empty")
    for this, following in pairwise(asks):
        if this.run is None or following.run is None or this.run.month >= following.run.month:
            zh, en = "runs 的月份须由早到晚", "the months of runs must rise"
            raise wrong(source, following.line, zh, en)
    if "total" in tree:
        last = asks[-1]
        at = tree.lines["total"]
        asks.append(
            Ask(
                kind=KIND,
                question=last.question,
                expect=_expected(tree["total"], at, source, labels),
                line=at,
                run=AskedRun(line, last.run.month if last.run else "", None, is_total=True),
            )
        )
    return asks


def _items(tree: Table, source: str) -> list[tuple[Any, int]]:
    runs, at = tree["runs"], tree.lines["runs"]
    if isinstance(runs, Items):
        return list(zip(runs, runs.lines, strict=True))
    if isinstance(runs, list):
        return [(run, at) for run in runs]
    if isinstance(runs, Table):
        return [(runs, at)]
    raise wrong(source, at, "runs 须为列表", "runs must be a list")


def _read_run(
    tree: Table, lines: tuple[int, int], source: str, labels: Sequence[str]
) -> Iterator[Ask]:
    """`month: 2024-01 to 2024-03` is three runs with the same expectation."""
    _refuse_unknown(tree, RUN_KEYS, source)
    series, at = lines
    named = _MONTHS.fullmatch(str(tree.get("month", "")))
    if named is None:
        zh = f"month 不能是 {tree.get('month')!r}; 允许: {MONTH_ALLOWED}"
        en = f"month cannot be {tree.get('month')!r}; allowed: {MONTH_ALLOWED}"
        raise wrong(source, tree.lines.get("month", at), zh, en)
    closed_at = None
    if tree.get("closed_at") is not None:
        closed_at = clock.read_instant(tree["closed_at"], at_end_of_day=True)
        if closed_at is None or named["last"]:
            zh = f"closed_at 须为一个月的结账时刻; 允许: {clock.INSTANT_ALLOWED}"
            en = f"closed_at must be the closing of one month; allowed: {clock.INSTANT_ALLOWED}"
            raise wrong(source, tree.lines["closed_at"], zh, en)
    expect = _expected(tree.get("expect"), tree.lines.get("expect", at), source, labels)
    first = month_named(named["first"])
    for month in range(first, month_named(named["last"] or named["first"]) + 1):
        question = Question(
            kind=KIND.name, person=PERSON, as_of=last_day(month), known_at=closed_at
        )
        yield Ask(KIND, question, expect, at, AskedRun(series, name_of(month), closed_at))


def _expected(value: Any, line: int, source: str, labels: Sequence[str]) -> Any:  # noqa: ANN401
    tree = Table(line)
    if isinstance(value, str):
        tree["outcome"], tree.lines["outcome"] = value, line
    elif isinstance(value, Table):
        tree = value
    elif value is not None:
        raise wrong(source, line, "expect 须写明预期", "expect must say what is expected")
    return PayExpectations().read(Document(tree, line), source, KIND, labels)


def _refuse_unknown(tree: Table, allowed: tuple[str, ...], source: str) -> None:
    for key in tree:
        if key not in allowed:
            zh, en = nearest(key, allowed)
            shown = ", ".join(allowed)
            at = tree.lines.get(key, tree.line)
            text = f"不认识的键 {key}; 允许: {shown}{zh}"
            raise wrong(source, at, text, f"unknown key {key}; allowed: {shown}{en}")
