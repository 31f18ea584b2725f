"""One fact of a case file, in any of its shapes, as a real event. Pure.

- {fact: sanction_imposed, on: 2024-03-10, kind: 警告}
- {sanction_imposed: 警告, on: 2024-03-10}
- {处分: {kind: warning}, on: 2024-03-10, recorded: 2024-09-05}
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.gateway.cases import clock
from services.gateway.cases.case import CaseFact
from services.gateway.cases.vocabulary import (
    REVOKED,
    hint,
    kinds,
    plain_types,
    reference_fields,
    required_fields,
)
from services.kernel.event import Event
from services.kernel.tree_model import validated
from services.kernel.yaml_tree import Document, SourceWrong, Table, line_at, wrong

ENVELOPE = ("fact", "on", "recorded", "id", "corrects", "revokes", "basis", "reason", "data")
TEXTS = ("id", "corrects", "revokes", "basis", "reason")


def event_id(number: int) -> UUID:
    """The id of the case's n-th fact: the same in every run."""
    return UUID(int=(7 << 76) | (8 << 60) | number)


class FactReader:
    """Reads the facts of one case in order; later facts may name earlier ones by label."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.facts: dict[str, CaseFact] = {}
        self._unread: set[str] = set()  # Labels of facts with mistakes of their own.
        self._revoked: dict[str, str] = {}  # Label of a fact, and of the one that revokes it.

    def labels(self) -> tuple[str, ...]:
        """What a question may name; not knowing a fact that could not be read is no mistake."""
        return (*self.facts, *self._unread)

    def read(self, tree: Any, line: int) -> None:  # noqa: ANN401  any tree
        """Raises SourceWrong."""
        try:
            self._read(tree, line)
        except SourceWrong:
            if isinstance(tree, Table):
                self._unread.add(str(tree.get("id") or f"#{len(self.facts) + 1}"))
            raise

    def _read(self, tree: Any, line: int) -> None:  # noqa: ANN401  any tree
        if not isinstance(tree, Table):
            raise wrong(self._source, line, "事实须为键值对", "a fact must be a mapping")
        for name in TEXTS:
            if isinstance(tree.get(name), int) and name != "data":
                tree[name] = str(tree[name])
            if not isinstance(tree.get(name, ""), str):
                at = tree.lines.get(name, tree.line)
                raise wrong(self._source, at, f"{name} 须为文字", f"{name} must be text")
        label = tree.get("id") or f"#{len(self.facts) + 1}"
        if label in self.facts:
            at = tree.lines.get("id", tree.line)
            raise wrong(self._source, at, f"标签重复: {label}", f"the label {label} is used twice")
        target = self._target(tree)
        cls, key = self._kind(tree, target)
        effective_on = self._day(tree, target)
        data = self._event(cls, tree, key)
        default = clock.start_of(effective_on)
        if target is not None:  # What mends a fact recorded late is later still.
            default = max(default, target.recorded_at)
        recorded_at = self._recorded(tree, default)
        if target is not None:
            self._mend(tree, target, label, recorded_at)
        self.facts[label] = CaseFact(
            label=label,
            data=data,
            effective_on=effective_on,
            recorded_at=recorded_at,
            corrects=tree.get("corrects"),
            revokes=tree.get("revokes"),
            basis=tree.get("basis", ""),
            reason=tree.get("reason", ""),
            line=tree.line,
        )

    def number(self, label: str) -> int:
        return list(self.facts).index(label) + 1

    def _target(self, tree: Table) -> CaseFact | None:
        """The fact that is corrected or revoked."""
        for name in ("corrects", "revokes"):
            label = tree.get(name)
            if label is None:
                continue
            if label in self._unread:
                raise SourceWrong([])  # Its own mistake says enough.
            if label not in self.facts:
                known = ", ".join(self.facts) or "-"
                raise wrong(
                    self._source,
                    tree.lines.get(name, tree.line),
                    f"{name}: 没有标签 {label}; 允许(在前面的事实): {known}",
                    f"{name}: no label {label}; allowed (facts above): {known}",
                )
            return self.facts[label]
        return None

    def _mend(self, tree: Table, target: CaseFact, label: str, recorded_at: datetime) -> None:
        """As the rooms refuse it: what is revoked already, and what is not on file yet."""
        if target.label in self._revoked:
            by = self._revoked[target.label]
            zh, en = f"{target.label} 已由 {by} 撤销", f"{target.label} is revoked by {by} already"
        elif recorded_at < target.recorded_at:
            zh, en = "recorded 早于被更正或撤销的记载", "recorded before the fact it mends"
        else:
            if tree.get("revokes"):
                self._revoked[target.label] = label
            return
        raise wrong(self._source, tree.line, zh, en)

    def _kind(self, tree: Table, target: CaseFact | None) -> tuple[type[Event], str | None]:
        """The event class, and the key that named it when it was not `fact`."""
        key: str | None = None
        name = tree.get("fact")
        if name is None:
            names = [k for k in tree if k in kinds()]
            key = names[0] if names else next((k for k in tree if k not in ENVELOPE), None)
            name = key
        if name is None and tree.get("revokes"):
            name = REVOKED
        at = tree.lines.get(key or "fact", tree.line)
        if name is None:
            zh, en = hint("")
            raise wrong(self._source, at, f"没有写明事实种类{zh}", f"no kind of fact{en}")
        classes = kinds().get(str(name), ())
        if str(name) == REVOKED and target is not None:
            classes = tuple(c for c in classes if c.ROOM == target.data.ROOM)
        if not classes:
            zh, en = hint(str(name))
            raise wrong(self._source, at, f"没有事实种类 {name}{zh}", f"no kind of fact {name}{en}")
        if len(classes) > 1:
            full = ", ".join(c.TYPE for c in classes)
            raise wrong(
                self._source,
                at,
                f"{name} 有多种含义; 允许: {full}",
                f"{name} is ambiguous; allowed: {full}",
            )
        return classes[0], key

    def _day(self, tree: Table, target: CaseFact | None) -> Any:  # noqa: ANN401  a date
        if "on" not in tree and target is not None:
            return target.effective_on
        day = clock.read_day(tree.get("on"))
        if day is None:
            at = tree.lines.get("on", tree.line)
            raise wrong(
                self._source,
                at,
                f"on 须为生效日; 允许: {clock.DAY_ALLOWED}",
                f"on must be the effective day; allowed: {clock.DAY_ALLOWED}",
            )
        return day

    def _recorded(self, tree: Table, default: datetime) -> datetime:
        if "recorded" not in tree:
            return default
        instant = clock.read_instant(tree["recorded"], at_end_of_day=False)
        if instant is None:
            raise wrong(
                self._source,
                tree.lines["recorded"],
                f"recorded 须为时刻; 允许: {clock.INSTANT_ALLOWED}",
                f"recorded must be an instant; allowed: {clock.INSTANT_ALLOWED}",
            )
        return instant

    def _event(self, cls: type[Event], tree: Table, key: str | None) -> Event:
        payload = Table(tree.line)
        given = [tree.get("data"), tree.get(key) if key is not None else None]
        for part in given:
            if isinstance(part, Table):
                payload.update(part)
                payload.lines.update(part.lines)
        headline = given[1]
        if headline is not None and not isinstance(headline, Table):
            self._spread(cls, payload, headline, at=tree.lines.get(key or "", tree.line))
        for name in tree:
            if name not in ENVELOPE and name != key:
                payload[name] = tree[name]
                payload.lines[name] = tree.lines.get(name, tree.line)
        self._follow_references(cls, payload)
        _as_declared(cls, payload)
        try:
            return validated(cls, Document(payload, tree.line), self._source)
        except SourceWrong as error:
            raise _named(error, cls) from None

    def _spread(self, cls: type[Event], payload: Table, headline: Any, *, at: int) -> None:  # noqa: ANN401
        """`annual_grade_decided: 2023 优秀`: the required fields in their order."""
        names = [name for name, _ in required_fields(cls)]
        words = [headline] if len(names) == 1 else str(headline).split()
        if len(words) != len(names):
            wanted = " ".join(names) or "{}"
            raise wrong(
                self._source,
                at,
                f"{headline!r} 不能读成 {cls.ZH}; 允许: {wanted}",
                f"{headline!r} cannot be read as {cls.TYPE}; allowed: {wanted}",
            )
        for name, word in zip(names, words, strict=True):
            payload[name] = word
            payload.lines[name] = at

    def _follow_references(self, cls: type[Event], payload: Table) -> None:
        for name in reference_fields(cls):
            label = payload.get(name)
            if isinstance(label, int):
                label = str(label)
            if isinstance(label, str) and label in self.facts:
                payload[name] = str(event_id(self.number(label)))
            elif isinstance(label, str):
                known = ", ".join(self.facts) or "-"
                raise wrong(
                    self._source,
                    line_at(payload, [name]),
                    f"{name}: 没有标签 {label}; 允许(在前面的事实): {known}",
                    f"{name}: no label {label}; allowed (facts above): {known}",
                )


def _as_declared(cls: type[Event], payload: dict[str, Any]) -> None:
    """A number where text is declared is text; digits where a number is declared are a number."""
    for name, allowed in plain_types(cls).items():
        value = payload.get(name)
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int) and int not in allowed and str in allowed:
            payload[name] = str(value)
        elif isinstance(value, str) and int in allowed and str not in allowed:
            text = value.removeprefix("-")
            if text.isascii() and text.isdecimal():
                payload[name] = int(value)


def _named(error: SourceWrong, cls: type[Event]) -> SourceWrong:
    """The same mistakes, saying of which kind of fact."""
    from services.kernel.errors import Text  # noqa: PLC0415

    return SourceWrong(
        [
            type(m)(m.source, m.line, Text(f"{cls.ZH}: {m.text.zh}", f"{cls.TYPE}: {m.text.en}"))
            for m in error.mistakes
        ]
    )


def labels(facts: Mapping[str, CaseFact]) -> dict[UUID, str]:
    """By event id, how the case calls the fact."""
    return {event_id(number): label for number, label in enumerate(facts, 1)}
