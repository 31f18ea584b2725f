"""Whom a row of a sheet is about: what it calls the person, and who that is."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from services.kernel.errors import Text
from services.kernel.event import Event
from services.kernel.file.sheet import SUBJECT
from services.kernel.file.sheet_rows import Line

_PERSON_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Called:
    """A line, and whether it may open a file."""

    line: Line
    opens: bool = False

    @property
    def name(self) -> str:
        """What the cell says: an id, a number, a name; empty for somebody new."""
        return self.line.subject

    @property
    def day(self) -> date | None:
        return self.line.day

    @property
    def data(self) -> Event | None:
        return self.line.data

    def person_id(self) -> str | None:
        return self.name.lower() if _PERSON_ID.fullmatch(self.name) else None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why a row is about nobody, and which of its cells would say more."""

    code: str
    text: Text
    fields: tuple[str, ...] = (SUBJECT,)


# One answer for each, in their order: the person's id, or why there is none.
Resolve = Callable[[Request, Sequence[Called]], Awaitable[Sequence[str | Unclear]]]


async def only_ids(_request: Request, called: Sequence[Called]) -> Sequence[str | Unclear]:
    """For rooms that know people by their ids alone."""
    no = Unclear("subject_unknown", Text("应为人员编号", "must be a person id"))
    return [one.person_id() or no for one in called]
