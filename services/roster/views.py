"""Keeps the roster's read models: rewrites the rows of every subject an append touched."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from services.kernel.event import Recorded
from services.kernel.fact import Fact, read_fact, standing
from services.kernel.store.rows import SELECT, from_rows
from services.roster import cards
from services.roster import events as e

# Only these move a row; other facts leave the read models alone.
_KEPT = [
    event.TYPE
    for event in (
        e.PersonRegistered,
        e.UnitAssigned,
        e.UnitLeaderAppointed,
        e.UnitLeaderRelieved,
        e.UnitCreated,
        e.UnitRenamed,
        e.UnitMoved,
        e.UnitClosed,
        e.ServiceEntered,
        e.ServiceLeft,
        e.ResponsibleOfficerAssigned,
        e.ResponsibleOfficerReleased,
        e.UnitQuotaApproved,
        e.ManagingOfficeNamed,
        e.FactRevoked,
    )
]
_TABLES = {
    "person_cards": (
        "person_id",
        ("person_id", "name", "sex", "category", "birth_on", "police_number"),
    ),
    "unit_assignments": ("person_id", ("person_id", "effective_on", "unit_id", "position")),
    "unit_leaders": ("person_id", ("person_id", "unit_id", "from_on", "until_on", "role")),
    "service_periods": ("person_id", ("person_id", "from_on", "last_day", "category")),
    "responsible_officers": ("person_id", ("person_id", "from_on", "officer_id")),
    "unit_quotas": ("unit_id", ("unit_id", "category", "from_on", "places")),
    "unit_offices": ("unit_id", ("unit_id", "from_on", "office_id")),
    "unit_versions": ("unit_id", ("unit_id", "from_on", "name", "kind", "parent_id", "closed")),
}


async def project(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Called inside the append's transaction, after the events are in the log; and to rebuild."""
    touched = sorted({event.subject for event in events if event.type in _KEPT})
    if touched:
        await rewrite(connection, touched)


async def rewrite(connection: Any, subjects: Sequence[str]) -> None:  # noqa: ANN401
    """The rows of these subjects, made anew from the log: late and corrected facts included."""
    rows = await connection.fetch(
        f"{SELECT} where subject = any($1::text[]) and type = any($2::text[]) order by pos",
        subjects,
        _KEPT,
    )
    files: dict[str, list[Fact]] = defaultdict(list)
    for event in from_rows(rows):
        files[event.subject].append(read_fact(event))
    records: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
    for subject, facts in files.items():
        for table, made in cards.rows_of(subject, standing(facts)).items():
            records[table] += made
    for table, (key, columns) in _TABLES.items():
        await connection.execute(
            f"delete from {table} where {key} = any($1::text[])",  # noqa: S608  names of ours
            subjects,
        )
        if records[table]:
            await connection.copy_records_to_table(table, records=records[table], columns=columns)
