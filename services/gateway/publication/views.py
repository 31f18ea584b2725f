"""Keeps the read models of policy drafts and publications, in the append's own transaction."""

from collections.abc import Sequence
from functools import reduce
from itertools import groupby
from typing import Any, Final

from services.gateway.publication.events import PolicyPublished
from services.gateway.publication.policy_draft import PolicyDraft, evolve
from services.kernel.event import Recorded, decode_fast
from services.kernel.store.rows import SELECT, from_rows

TABLES: Final = ("policy_drafts", "policy_versions")
DRAFT_STREAM: Final = "policy-draft-"
_DRAFT = """
insert into policy_drafts (draft_id, drafted_pos, policy, effective_from, stage, draft_sha256)
values ($1, $2, $3, $4, $5, $6) on conflict (draft_id) do update set
effective_from = excluded.effective_from, stage = excluded.stage,
draft_sha256 = excluded.draft_sha256
"""
_VERSION = """
insert into policy_versions (pos, draft_id, policy, effective_from, text_sha256)
values ($1, $2, $3, $4, $5)
"""


async def project(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Called inside the append's transaction, after the events are in the log."""
    drafts = {event.stream_id for event in events if event.stream_id.startswith(DRAFT_STREAM)}
    if drafts:
        rows = await connection.fetch(
            f"{SELECT} where stream_id = any($1::text[]) order by stream_id, version",
            sorted(drafts),
        )
        await connection.executemany(
            _DRAFT,
            [_draft_row(list(same)) for _, same in groupby(from_rows(rows), _stream_of)],
        )
    published = [_version_row(event) for event in events if event.type == PolicyPublished.TYPE]
    if published:
        await connection.executemany(_VERSION, published)


def _stream_of(event: Recorded) -> str:
    return event.stream_id


def _draft_row(events: Sequence[Recorded]) -> tuple[Any, ...]:
    state = reduce(evolve, events, PolicyDraft())
    return (
        events[0].stream_id.removeprefix(DRAFT_STREAM),
        events[0].pos,
        state.policy,
        state.told.effective_from.isoformat(),
        state.stage.value,
        state.told.draft_sha256,
    )


def _version_row(event: Recorded) -> tuple[Any, ...]:
    data = decode_fast(event.type, event.data)
    day = data.effective_from.isoformat()
    return (event.pos, str(data.draft), data.policy, day, data.text_sha256)
