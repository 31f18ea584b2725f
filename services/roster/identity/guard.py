"""Asked inside every append, under the head row: does nobody else hold the number by then?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.kernel.decider import Withheld
from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.event import Recorded
from services.roster import events as e
from services.roster.identity.index import moved

_NUMBERED = {
    e.PersonRegistered.TYPE,
    e.PoliceNumberAssigned.TYPE,
    e.ServiceEntered.TYPE,
    e.ServiceLeft.TYPE,
    e.FactRevoked.TYPE,  # May bring an earlier number back, or a leaving undone.
}
_TWICE = """
select a.person_id, a.number, greatest(a.from_on, b.from_on) as since
from police_numbers a join police_numbers b
  on a.number = b.number and a.person_id <> b.person_id
  and (a.last_day is null or a.last_day >= b.from_on)
  and (b.last_day is null or b.last_day >= a.from_on)
where a.person_id = any($1::text[]) order by since limit 1
"""
_SAME = """
select a.person_id from identity_numbers a join identity_numbers b
  on a.blind = b.blind and a.person_id <> b.person_id
where a.person_id = any($1::text[]) limit 1
"""


async def guard(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Raises Withheld for the first number two people would hold on one day."""
    people = {event.subject for event in events if event.type in _NUMBERED}
    row = await connection.fetchrow(_TWICE, sorted(people)) if people else None
    if row is not None:
        raise Withheld(number_taken(row["number"], row["since"]), row["person_id"])
    identified = sorted(moved(events))
    twice = await connection.fetchval(_SAME, identified) if identified else None
    if twice is not None:
        raise Withheld(id_number_taken(), twice)


def number_taken(number: str, since: date) -> Refused:
    """Not whose: who may know that asks for the people with this number."""
    text = Text(
        f"警号 {number} 在 {since} 由他人使用, 须另配, 或先登记其截止日期",
        f"{number} is somebody else's on {since}: assign another, or record when that one ends",
    )
    error = FieldError("/data/police_number", "police_number_taken", text)
    return Refused(Kind.CONFLICT, "police_number_taken", text, errors=(error,))


def id_number_taken() -> Refused:
    """Neither the number nor whose it is: who may know that searches for it, and is recorded."""
    text = Text(
        "该公民身份号码已登记在另一份档案, 请核对号码, 或按号码查找该档案",
        "this ID number is in another file: look at the document again, or search by the number",
    )
    error = FieldError("/data/id_number", "id_number_taken", text)
    return Refused(Kind.CONFLICT, "id_number_taken", text, errors=(error,))
