"""Keeps the read model of proposals, in the append's own transaction."""

from collections.abc import Sequence
from functools import reduce
from itertools import groupby
from typing import Any, Final

from services.gateway.proposal.proposal import Proposal, evolve
from services.gateway.proposal.read import PROPOSAL_STREAM
from services.kernel.event import Recorded
from services.kernel.store.rows import SELECT, from_rows

TABLES: Final = ("proposals",)
_PROPOSAL = """
insert into proposals (proposal_id, made_pos, person_id, kind, outcome, stage)
values ($1, $2, $3, $4, $5, $6) on conflict (proposal_id) do update set stage = excluded.stage
"""


async def project(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Called inside the append's transaction, after the events are in the log."""
    moved = {event.stream_id for event in events if event.stream_id.startswith(PROPOSAL_STREAM)}
    if not moved:
        return
    rows = await connection.fetch(
        f"{SELECT} where stream_id = any($1::text[]) order by stream_id, version", sorted(moved)
    )
    same = groupby(from_rows(rows), lambda event: event.stream_id)
    await connection.executemany(_PROPOSAL, [_row(list(events)) for _, events in same])


def _row(events: Sequence[Recorded]) -> tuple[Any, ...]:
    state = reduce(evolve, events, Proposal())
    assert state.made is not None  # noqa: S101  the first event of the stream
    return (
        events[0].stream_id.removeprefix(PROPOSAL_STREAM),
        events[0].pos,
        state.subject,
        state.made.kind,
        state.made.outcome,
        state.stage.value,
    )
