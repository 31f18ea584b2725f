"""What one locked head makes of a batch of appends: who is refused, who gets which place. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from services.kernel.decider import StreamWrite, VersionConflict
from services.kernel.errors import Refused, invalid
from services.kernel.event import Draft, Origin, Receipt, Recorded, encode
from services.kernel.identity import NewId


@dataclass(frozen=True, slots=True)
class Pending:
    """One caller's append, waiting for its turn."""

    origin: Origin
    writes: tuple[StreamWrite, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A command already carried out."""

    body_digest: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Head:
    """The place a log has reached."""

    pos: int
    chain: bytes


@dataclass(slots=True)
class Locked:
    """What the holder of the head row knows; brought forward as appends are planned."""

    head: Head
    recorded_at: datetime  # One instant for the batch, not before any earlier one.
    versions: dict[str, int]
    subject_seqs: dict[str, int]
    commands: dict[UUID, Done]


@dataclass(slots=True)
class Plan:
    """Rows to write, and one outcome for each pending append, in its order."""

    events: list[Recorded] = field(default_factory=list)
    commands: dict[UUID, Done] = field(default_factory=dict)
    outcomes: list[Receipt | VersionConflict | Refused] = field(default_factory=list)


Link = Callable[[bytes, Recorded], bytes]


def plan_batch(pending: Sequence[Pending], locked: Locked, *, link: Link, new_id: NewId) -> Plan:
    """Each append in turn sees what the earlier ones of the batch did, as if they had committed."""
    plan = Plan()
    for append in pending:
        plan.outcomes.append(_plan_one(append, locked, plan, link=link, new_id=new_id))
    return plan


def answer_again(done: Done, origin: Origin) -> Receipt | Refused:
    """The first receipt for a repeated command; a refusal when the body is another one."""
    if done.body_digest != origin.body_digest:
        return invalid(
            "idempotency_key_reused",
            "该 Idempotency-Key 已用于内容不同的请求, 请换一个新的键",
            "this Idempotency-Key was used with another body: take a new key",
        )
    first = done.receipt
    return Receipt(first.events, first.pos, first.versions, replayed=True)


def _plan_one(
    append: Pending, locked: Locked, plan: Plan, *, link: Link, new_id: NewId
) -> Receipt | VersionConflict | Refused:
    origin = append.origin
    if (done := locked.commands.get(origin.command_id)) is not None:
        return answer_again(done, origin)
    if (moved := _moved(append.writes, locked.versions)) is not None:
        return moved
    written: list[UUID] = []
    versions: dict[str, int] = {}
    for write in append.writes:
        for draft in write.drafts:
            event = _place(draft, write.stream_id, origin, locked, event_id=new_id())
            # Nobody has seen the event yet: its link is filled in, not changed.
            msgspec.structs.force_setattr(event, "chain", link(locked.head.chain, event))
            locked.head = Head(event.pos, event.chain)
            plan.events.append(event)
            written.append(event.event_id)
        versions[write.stream_id] = locked.versions[write.stream_id]
    receipt = Receipt(tuple(written), locked.head.pos, versions)
    locked.commands[origin.command_id] = Done(origin.body_digest, receipt)
    plan.commands[origin.command_id] = locked.commands[origin.command_id]
    return receipt


def _moved(writes: Sequence[StreamWrite], versions: Mapping[str, int]) -> VersionConflict | None:
    for write in writes:
        actual = versions[write.stream_id]
        if actual != write.expected_version:
            return VersionConflict(write.stream_id, write.expected_version, actual)
    return None


def _place(
    draft: Draft, stream_id: str, origin: Origin, locked: Locked, *, event_id: UUID
) -> Recorded:
    locked.versions[stream_id] += 1
    locked.subject_seqs[draft.subject] += 1
    return Recorded(
        pos=locked.head.pos + 1,
        event_id=event_id,
        type=draft.data.TYPE,
        stream_id=stream_id,
        version=locked.versions[stream_id],
        subject=draft.subject,
        subject_seq=locked.subject_seqs[draft.subject],
        effective_on=draft.effective_on,
        recorded_at=locked.recorded_at,
        actor=origin.actor,
        command_id=origin.command_id,
        correlation_id=origin.correlation_id,
        causation_id=origin.causation_id,
        corrects=draft.corrects,
        revokes=draft.revokes,
        basis=draft.basis,
        reason=draft.reason,
        data=encode(draft.data),
        chain=b"",
    )
