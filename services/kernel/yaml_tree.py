"""Strict reading of YAML 1.2 (core) and JSON Lines: plain values, and the line of every node. Pure.

Stricter than YAML: no tags, no anchors, no duplicate keys, keys are text. Only `true`, `false`,
`null` and decimal integers are more than text; dates, decimals and `012345` stay as written.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml._yaml import CParser

from services.kernel.errors import Text

DEPTH_MAX: Final = 40
SIZE_MAX: Final = 64 * 1024 * 1024  # Characters of one file.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a file; `str` is `file:line: 中文 / English`."""

    source: str
    line: int
    text: Text

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.text.zh} / {self.text.en}"

    def told(self, language: str) -> str:
        """In one language, zh or en."""
        text = self.text.zh if language == "zh" else self.text.en
        return f"{self.source}:{self.line}: {text}"


class SourceWrong(Exception):
    """A file that cannot be used: every mistake found, in file order."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda m: (m.source, m.line)))
        super().__init__("\n".join(map(str, self.mistakes)))


class Table(dict[str, Any]):
    """A mapping that knows its own line and the line of every key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A sequence that knows its own line and the line of every item."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document, or one line of JSON Lines."""

    value: Any
    line: int


def wrong(source: str, line: int, zh: str, en: str) -> SourceWrong:
    return SourceWrong([Mistake(source, line, Text(zh, en))])


def line_at(tree: Any, path: Sequence[str | int], default: int = 1) -> int:  # noqa: ANN401  any tree
    """The line of the node at `path`, or of the nearest one above it that exists."""
    line = getattr(tree, "line", default)
    for step in path:
        if isinstance(tree, Table) and isinstance(step, str) and step in tree:
            line, tree = tree.lines.get(step, tree.line), tree[step]
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree):
            line, tree = tree.lines[step], tree[step]
        else:
            break
    return int(line)


def read_yaml(text: str, source: str, first_line: int = 1) -> list[Document]:
    """Every document of a YAML stream, empty ones left out. Raises SourceWrong."""
    _check_size(text, source)
    try:
        return list(_Reader(text, source, first_line).documents())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark is not None else 0)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise wrong(source, line, f"不是合法的 YAML: {what}", f"not valid YAML: {what}") from None


def read_one_yaml(text: str, source: str) -> Document:
    """The only document of a file. Raises SourceWrong for none or several."""
    documents = read_yaml(text, source)
    if len(documents) != 1:
        line = documents[1].line if documents else 1
        raise wrong(
            source,
            line,
            f"须恰好一个文档, 现有 {len(documents)} 个",
            f"exactly one document is allowed, found {len(documents)}",
        )
    return documents[0]


def read_json_lines(text: str, source: str, first_line: int = 1) -> list[Document]:
    """One document a line, blank lines left out. Raises SourceWrong with the line."""
    _check_size(text, source)
    documents = []
    for number, line in enumerate(text.split("\n"), first_line):
        if line.strip():
            documents.append(Document(_json_line(line, source, number), number))
    return documents


def _json_line(text: str, source: str, line: int) -> Any:  # noqa: ANN401  any tree
    def table(pairs: list[tuple[str, Any]]) -> Table:
        found = Table(line)
        for key, value in pairs:
            if key in found:
                raise _duplicate(source, line, key)
            found[key] = value
            found.lines[key] = line
        return found

    def refuse(constant: str) -> None:
        raise wrong(source, line, f"不允许 {constant}", f"{constant} is not allowed")

    try:
        tree = json.loads(text, object_pairs_hook=table, parse_float=str, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise wrong(
            source, line, f"不是合法的 JSON: {error.msg}", f"not valid JSON: {error.msg}"
        ) from None
    except RecursionError:
        raise _too_deep(source, line) from None
    if text.count("[") + text.count("{") > DEPTH_MAX and _depth(tree) > DEPTH_MAX:
        raise _too_deep(source, line)
    return tree


def _depth(tree: object) -> int:
    """Levels of mappings and sequences, counted without recursion."""
    depth, level = 0, [tree]
    while level := [node for node in level if isinstance(node, dict | list)]:
        depth += 1
        level = [
            child for node in level for child in (node.values() if isinstance(node, dict) else node)
        ]
    return depth


def _check_size(text: str, source: str) -> None:
    if len(text) > SIZE_MAX:
        raise wrong(source, 1, f"文件超过 {SIZE_MAX} 字符", f"more than {SIZE_MAX} characters")


def _duplicate(source: str, line: int, key: str) -> SourceWrong:
    return wrong(source, line, f"键重复: {key}", f"the key {key} is given twice")


def _too_deep(source: str, line: int) -> SourceWrong:
    return wrong(source, line, f"嵌套超过 {DEPTH_MAX} 层", f"nested deeper than {DEPTH_MAX}")


class _Reader:
    """Builds trees from the parser's events with a stack of its own: depth cannot break it."""

    def __init__(self, text: str, source: str, first_line: int) -> None:
        self._parser = CParser(text)
        self._source = source
        self._first = first_line

    def documents(self) -> Iterator[Document]:
        while True:
            event = self._parser.get_event()
            if event is None or isinstance(event, yaml.StreamEndEvent):
                return
            if isinstance(event, yaml.DocumentStartEvent):
                document = self._document()
                if document.value is not None:
                    yield document

    def _document(self) -> Document:
        root = Items(0)
        stack: list[Table | Items] = [root]
        keys: list[str | None] = [None]  # The key waiting for its value, one a level.
        while True:
            event: Any = self._parser.get_event()
            if isinstance(event, yaml.DocumentEndEvent):
                return Document(root[0], root.lines[0])
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
                keys.pop()
                continue
            line = event.start_mark.line + self._first
            self._refuse_magic(event, line)
            if isinstance(event, yaml.ScalarEvent):
                top = stack[-1]
                if isinstance(top, Table) and keys[-1] is None:
                    keys[-1] = self._key(top, event, line)
                    continue
                self._place(stack, keys, _scalar(event), line)
                continue
            node: Table | Items
            node = Table(line) if isinstance(event, yaml.MappingStartEvent) else Items(line)
            self._place(stack, keys, node, line)
            stack.append(node)
            keys.append(None)
            if len(stack) > DEPTH_MAX:
                raise _too_deep(self._source, line)

    def _key(self, table: Table, event: Any, line: int) -> str:  # noqa: ANN401  untyped library
        key = str(event.value)
        if key == "<<" and event.implicit[0]:
            raise wrong(self._source, line, "不支持 << 合并", "merging with << is not allowed")
        if key in table:
            raise _duplicate(self._source, line, key)
        table.lines[key] = line
        return key

    def _place(
        self,
        stack: list[Table | Items],
        keys: list[str | None],
        value: Any,  # noqa: ANN401  any tree
        line: int,
    ) -> None:
        top = stack[-1]
        if isinstance(top, Items):
            top.append(value)
            top.lines.append(line)
            return
        key = keys[-1]
        if key is None:
            raise wrong(self._source, line, "键须是文字", "a key must be text")
        top[key] = value
        keys[-1] = None

    def _refuse_magic(self, event: Any, line: int) -> None:  # noqa: ANN401  untyped library
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise wrong(
                self._source,
                line,
                "不允许锚点与引用 (& *)",
                "anchors and aliases (& *) are not allowed: write the value out",
            )
        if event.tag is not None:
            raise wrong(
                self._source,
                line,
                f"不允许标签 {event.tag}",
                f"tags are not allowed: {event.tag}",
            )


def _scalar(event: Any) -> str | int | bool | None:  # noqa: ANN401  untyped library
    text: str = event.value
    if not event.implicit[0]:  # Quoted or a block of text.
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.match(text) else text
