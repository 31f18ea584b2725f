"""Keeps the roster's read models: rewrites the rows of every subject an append touched."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from services.kernel.event import Event, Recorded
from services.kernel.fact import Fact, read_fact, standing
from services.kernel.store.rows import SELECT, from_rows
from services.roster import cards
from services.roster import events as e
from services.roster.recruitment.rows import APPLICATION_EVENTS, BATCH_EVENTS

_PLACES = (e.UnitCreated, e.UnitRenamed, e.UnitMoved, e.UnitClosed)
_NUMBERED = (e.PersonRegistered, e.PoliceNumberAssigned, e.ServiceEntered, e.ServiceLeft)
_POSTED = (e.UnitAssigned, e.ServiceEntered, e.ServiceLeft)
_TABLES = {
    "person_cards": (
        "person_id",
        ("person_id", "name", "sex", "category", "birth_on", "police_number", "sort_key"),
    ),
    "person_keys": ("person_id", ("person_id", "key", "sort_key")),
    "unit_assignments": ("person_id", ("person_id", "effective_on", "unit_id", "position")),
    "unit_leaders": ("person_id", ("person_id", "unit_id", "from_on", "until_on", "role")),
    "service_periods": ("person_id", ("person_id", "from_on", "last_day", "category")),
    "police_numbers": ("person_id", ("person_id", "number", "from_on", "last_day")),
    "entry_objections": (
        "person_id",
        ("person_id", "objection", "entry", "raised_on", "recorded_at", "answer", "upheld"),
    ),
    "responsible_officers": ("person_id", ("person_id", "from_on", "officer_id")),
    "unit_quotas": ("unit_id", ("unit_id", "category", "from_on", "places")),
    "unit_offices": ("unit_id", ("unit_id", "from_on", "office_id")),
    "unit_versions": ("unit_id", ("unit_id", "from_on", "name", "kind", "parent_id", "closed")),
    "recruitment_batches": (
        "batch_id",
        ("batch_id", "title", "stage", "opened_on", "last_day", "recorded_at"),
    ),
    "recruitment_places": (
        "batch_id",
        ("batch_id", "post_no", "unit_id", "category", "places", "filled", "live"),
    ),
    "recruitment_applications": (
        "person_id",
        ("person_id", "batch_id", "post_no", "channel", "name", "filed_on", "stage"),
    ),
}
# Only these facts move a row, and only of these tables; a revocation may move any.
_FED: dict[str, tuple[type[Event], ...]] = {
    "person_cards": _NUMBERED,
    "person_keys": _NUMBERED,
    "police_numbers": _NUMBERED,
    "unit_assignments": _POSTED,
    "unit_leaders": (e.UnitLeaderAppointed, e.UnitLeaderRelieved, *_POSTED),
    "service_periods": (e.ServiceEntered, e.ServiceLeft),
    "entry_objections": (e.EntryObjected, e.EntryObjectionAnswered),
    "responsible_officers": (e.ResponsibleOfficerAssigned, e.ResponsibleOfficerReleased),
    "unit_quotas": (e.UnitQuotaApproved,),
    "unit_offices": (e.ManagingOfficeNamed,),
    "unit_versions": _PLACES,
    "recruitment_batches": BATCH_EVENTS,
    "recruitment_places": BATCH_EVENTS,
    "recruitment_applications": APPLICATION_EVENTS,
}
_REVOKED = e.FactRevoked.TYPE
_KEPT = sorted({event.TYPE for fed in _FED.values() for event in fed} | {_REVOKED})


async def project(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Called inside the append's transaction, after the events are in the log; and to rebuild."""
    moving = [event for event in events if event.type in _KEPT]
    if moving:
        await rewrite(
            connection,
            sorted({event.subject for event in moving}),
            tables_moved({event.type for event in moving}),
        )


def tables_moved(types: Collection[str]) -> list[str]:
    """Pure. Which read models events of these types may change."""
    if _REVOKED in types:
        return list(_TABLES)
    return [table for table, fed in _FED.items() if any(event.TYPE in types for event in fed)]


async def rewrite(
    connection: Any,  # noqa: ANN401  asyncpg
    subjects: Sequence[str],
    tables: Sequence[str] = tuple(_TABLES),
) -> None:
    """The rows of these subjects, made anew from the log: late and corrected facts included."""
    types = sorted({event.TYPE for table in tables for event in _FED[table]} | {_REVOKED})
    rows = await connection.fetch(
        f"{SELECT} where subject = any($1::text[]) and type = any($2::text[]) order by pos",
        subjects,
        types,
    )
    files: dict[str, list[Fact]] = defaultdict(list)
    for event in from_rows(rows):
        files[event.subject].append(read_fact(event))
    records: dict[str, list[tuple[Any, ...]]] = {table: [] for table in tables}
    for subject, facts in files.items():
        made = cards.rows_of(subject, standing(facts))
        for table in tables:
            records[table] += made[table]
    for table in tables:
        key, columns = _TABLES[table]
        await connection.execute(
            f"delete from {table} where {key} = any($1::text[])",  # noqa: S608  names of ours
            subjects,
        )
        if records[table]:
            await connection.copy_records_to_table(table, records=records[table], columns=columns)
