"""Two texts of a policy, line by line: what was changed, added, taken out; in words too. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from services.kernel.errors import Text


@dataclass(frozen=True, slots=True)
class LineChange:
    """Lines next to each other; `at` counts from 1 and names where they stand or would stand."""

    before_at: int
    after_at: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    def told(self) -> Text:
        old, new = "\n".join(self.before), "\n".join(self.after)
        if not self.before:
            place = _lines(self.after_at, len(self.after))
            return Text(f"新增{place[0]}: {new}", f"{place[1]} added: {new}")
        if not self.after:
            place = _lines(self.before_at, len(self.before))
            return Text(f"删去{place[0]}: {old}", f"{place[1]} taken out: {old}")
        place = _lines(self.before_at, len(self.before))
        return Text(f"{place[0]}: {old} 改为 {new}", f"{place[1]}: {old} becomes {new}")


def _lines(first: int, count: int) -> tuple[str, str]:
    if count == 1:
        return f"第 {first} 行", f"line {first}"
    return f"第 {first} 至 {first + count - 1} 行", f"lines {first} to {first + count - 1}"


def line_changes(before: str, after: str) -> Iterator[LineChange]:
    """In order; together with the lines that are the same they make both texts."""
    old, new = lines_of(before), lines_of(after)
    for word, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if word != "equal":
            yield LineChange(i + 1, k + 1, tuple(old[i:j]), tuple(new[k:m]))


def lines_of(text: str) -> list[str]:
    """As an editor and the reader of YAML count them."""
    return text.removesuffix("\n").split("\n") if text else []
