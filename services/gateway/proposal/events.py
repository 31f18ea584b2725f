"""What happens to a proposal, as published on the topic of decisions. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.gateway.record.events import Sha256
from services.kernel.event import Event
from services.kernel.values import Day, Flag, Remark, ShortText

GROUNDS_CHARS_MAX = 1000


class ProposalMade(Event, room="gateway", zh="提出拟办意见", recordable=False):
    """The engine's recorded answer put before people."""

    kind: ShortText
    outcome: ShortText
    decision: UUID  # The event that recorded the answer.
    decision_sha256: Sha256
    approvals_needed: Annotated[int, Field(strict=True, ge=1, le=5)]
    publicity_days: Annotated[int, Field(strict=True, ge=0, le=60)]
    person: ShortText | None = None  # Who proposes it, in the roster.


class ProposalApproved(Event, room="gateway", zh="审批同意", recordable=False):
    """By the actor of the envelope; `person` is who that is in the roster."""

    person: ShortText | None = None
    note: Remark = ""


class ProposalReturned(Event, room="gateway", zh="退回", recordable=False):
    reason: ShortText


class ProposalPublished(Event, room="gateway", zh="公示", recordable=False):
    """Open to objection from the effective day to `last_day`, both counted, if there are any."""

    last_day: Day


class ObjectionRaised(Event, room="gateway", zh="提出异议", recordable=False):
    """Its grounds are shown to those who examine it, and to whoever raised it."""

    person: ShortText | None = None
    grounds: Annotated[str, Field(max_length=GROUNDS_CHARS_MAX)] | None = None


class ObjectionAnswered(Event, room="gateway", zh="异议答复", recordable=False):
    objection: UUID
    upheld: Flag
    reason: ShortText


class OrderIssued(Event, room="gateway", zh="下达命令", recordable=False):
    """Signed; the fact it makes is recorded in the roster under the same number."""

    order_no: ShortText
    issued_on: Day


class DecisionSuperseded(Event, room="gateway", zh="判定被取代", recordable=False):
    """Later facts give another answer; names what it replaces and what made the difference."""

    replaces: UUID
    new_outcome: ShortText
    new_decision_sha256: Sha256  # The answer recorded by the same command.
    because: tuple[UUID, ...]
