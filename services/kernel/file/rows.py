"""Rows of an import: one that cannot be read is set aside, so that all others are judged too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.kernel.errors import FieldError, Refused, forbidden
from services.kernel.event import Event


def own_file() -> Refused:
    return forbidden("own_file", "不得登记或更改本人的档案", "nobody records facts about himself")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an import; its number is its place in the list, from 0."""

    subject: str
    effective_on: date
    data: Event
    basis: str = ""  # Of this line, where it has its own.


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A line that cannot be read; the pointers start at the line."""

    faults: tuple[FieldError, ...]

    def at(self, number: int) -> list[FieldError]:
        return [
            FieldError(f"/rows/{number}{fault.pointer}", fault.code, fault.text)
            for fault in self.faults
        ]


OWN = FaultyRow((FieldError("/subject", own_file().code, own_file().text),))


def rows_of(read: Sequence[Any], own: str | None) -> list[Row | FaultyRow]:
    """What the body's rows became; `own`: the person who asks, who records nothing of himself."""
    return [
        row
        if isinstance(row, FaultyRow)
        else OWN
        if row.subject == own
        else Row(row.subject, row.effective_on, row.data)
        for row in read
    ]
