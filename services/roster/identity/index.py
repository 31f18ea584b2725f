"""Who holds which ID number, by blind index: kept inside the append, made anew by a rebuild.

Applicants, too, so that whoever served here before is found, and nobody gets two ids.

The index is of the number under a key outside the database; the number itself is opened with the
person's own key. Where that key has been destroyed there is no row.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import structlog

from services.kernel.decider import Withheld
from services.kernel.errors import Refused
from services.kernel.event import Recorded
from services.kernel.fact import read_fact, standing
from services.kernel.file.sealed import State, opened
from services.kernel.protect.vault import Vault
from services.kernel.store.rows import SELECT, from_rows
from services.roster import events as e
from services.roster.erasure.erased import erased_classes

KIND = "id_number"
_NUMBERED = (e.IdentityRecorded.TYPE, e.ApplicationFiled.TYPE)
_MOVING = (*_NUMBERED, e.FactRevoked.TYPE, e.PersonDataErased.TYPE)
_HELD = "select person_id, event_id from identity_numbers where person_id = any($1::text[])"
_ADD = "insert into identity_numbers (person_id, event_id, blind) values ($1, $2, $3)"
_log = structlog.get_logger("jingheng.roster.identity")


async def project(connection: Any, events: Sequence[Recorded], vault: Vault) -> None:  # noqa: ANN401
    """Raises Withheld when the keystore is away: what cannot be compared is not recorded."""
    people = sorted(moved(events))
    if not people:
        return
    rows = await connection.fetch(
        f"{SELECT} where subject = any($1::text[]) and type = any($2::text[]) order by pos",
        people,
        list(_MOVING),
    )
    files: dict[str, list[Recorded]] = defaultdict(list)
    for event in from_rows(rows):
        files[event.subject].append(event)
    held = {(r["person_id"], r["event_id"]) for r in await connection.fetch(_HELD, people)}
    wanted = {
        (person, fact.event_id)
        for person, file in files.items()
        if e.IdentityTold.OF not in erased_classes(map(read_fact, file))
        for fact in standing(map(read_fact, file))
        if fact.type in _NUMBERED
    }
    for person, event_id in held - wanted:
        await connection.execute(
            "delete from identity_numbers where person_id = $1 and event_id = $2", person, event_id
        )
    new = [one for file in files.values() for one in file if (one.subject, one.event_id) in wanted]
    await _add(connection, [o for o in new if (o.subject, o.event_id) not in held], vault)


def moved(events: Sequence[Recorded]) -> Collection[str]:
    return {
        event.subject
        for event in events
        if event.type in _MOVING and event.stream_id.startswith("person-")
    }


async def _add(connection: Any, events: Sequence[Recorded], vault: Vault) -> None:  # noqa: ANN401
    if not events:
        return
    try:
        numbers = await opened(vault, events, frozenset())
        lines = [
            (event.subject, event.event_id, vault.blind(KIND, one.fields[KIND]))
            for event in events
            if (one := numbers[event.event_id]).state is State.OPEN
        ]
    except Refused as away:
        raise Withheld(away, events[0].subject) from None
    if len(lines) < len(events):
        _log.warning("identity_not_indexed", events=len(events) - len(lines))
    await connection.executemany(_ADD, lines)
