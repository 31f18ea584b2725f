"""A row of a workbook taken over before and sent again changed: told as a difference. Pure."""

import re
from collections.abc import Iterator
from uuid import UUID

from services.kernel.errors import FieldError, Text
from services.kernel.event import Event, decode_fast, encode
from services.kernel.fact import Fact
from services.kernel.file.file import File
from services.kernel.file.rows import Row
from services.kernel.protect.told import SECTION

_PLACE = re.compile(r"\[xlsx sha256=([0-9a-f]{64}) (.+![0-9]+)\]$")


def was_taken(file: File, row: Row) -> bool:
    """Whether this very row of this very file is on record, whatever has become of it since."""
    own = _PLACE.search(row.basis)
    return own is not None and any(
        fact.type == row.data.TYPE and fact.basis.endswith(own[0]) for fact in file.facts
    )


def changes(file: File, row: Row, number: int, opens: type[Event] | None) -> list[FieldError]:
    """What the row says otherwise than the record it became earlier; empty for any other row.

    It is that row when another file had it in the same place, of the same day. A file is opened
    once, so of what opens it the place does not matter.
    """
    own = _PLACE.search(row.basis)
    if own is None:
        return []
    for fact in file.standing():
        once = opens is not None and fact.type == opens.TYPE
        same = fact.effective_on == row.effective_on and own[2] in _places(file, fact)
        if fact.type == row.data.TYPE and (once or same):
            differs = _differing(fact, row)
            if differs:
                return [_told(f"/rows/{number}{place}", fact.event_id) for place in differs]
    return []


def _places(file: File, fact: Fact) -> Iterator[str]:
    """Where the fact, and what it corrects, stood in workbooks."""
    known = {one.event_id: one for one in file.facts}
    version: Fact | None = fact
    while version is not None:
        if place := _PLACE.search(version.basis):
            yield place[2]
        version = known.get(version.corrects) if version.corrects else None


def _differing(fact: Fact, row: Row) -> list[str]:
    now = decode_fast(row.data.TYPE, encode(row.data))
    found = [] if fact.effective_on == row.effective_on else ["/effective_on"]
    for name in type(row.data).model_fields:
        if name == SECTION:
            if getattr(fact.data, name).mark != getattr(now, name).mark:
                found.append("")
        elif getattr(fact.data, name) != getattr(now, name):
            found.append(f"/data/{name}")
    return found


def _told(place: str, event_id: UUID) -> FieldError:
    return FieldError(
        place,
        "row_changed",
        Text(
            f"与该行先前导入的记载不同: 确需更改的请对记载 {event_id} 作更正, 否则恢复原值",
            f"not what this row said when it was taken over: correct the record {event_id}, "
            "or put the earlier value back",
        ),
    )
