"""What happens to a policy of the bureau, from draft to publication, as published. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.gateway.record.events import Sha256
from services.kernel.event import Event
from services.kernel.values import Day, Remark, ShortText

TEXT_CHARS_MAX = 100_000
# Files with line ends of their own: what a line may hold, the strict reader of YAML says.
PolicyYaml = Annotated[str, Field(min_length=1, max_length=TEXT_CHARS_MAX)]
CasesYaml = Annotated[str, Field(max_length=TEXT_CHARS_MAX)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Approvals = Annotated[int, Field(strict=True, ge=2, le=5)]


class PolicyDrafted(Event, room="gateway", about="policy", zh="提交政策草案", recordable=False):
    """A version that a bureau may choose, with its cases; the effective day is in its text."""

    policy: ShortText
    bureau: ShortText
    effective_from: Day
    text: PolicyYaml
    cases: CasesYaml = ""
    restates: tuple[ShortText, ...] = ()  # Ids of earlier cases that its own stand in the place of.
    draft_sha256: Sha256  # Of text and cases, each as a netstring: what an approval is of.
    approvals_needed: Approvals
    person: ShortText | None = None  # Who the actor is in the roster.
    note: Remark = ""


class PolicyDraftRevised(
    Event, room="gateway", about="policy", zh="修改政策草案", recordable=False
):
    """Another text or other cases: whoever approved the old ones approved something else."""

    effective_from: Day
    text: PolicyYaml
    cases: CasesYaml = ""
    restates: tuple[ShortText, ...] = ()
    draft_sha256: Sha256
    person: ShortText | None = None
    note: Remark = ""


class PolicyDraftApproved(
    Event, room="gateway", about="policy", zh="审批政策草案", recordable=False
):
    """By the actor of the envelope, of exactly this text."""

    draft_sha256: Sha256
    person: ShortText | None = None
    note: Remark = ""


class PolicyDraftReturned(
    Event, room="gateway", about="policy", zh="退回政策草案", recordable=False
):
    reason: ShortText


class PolicyDraftWithdrawn(
    Event, room="gateway", about="policy", zh="撤回政策草案", recordable=False
):
    reason: ShortText


class PolicyPublished(Event, room="gateway", about="policy", zh="发布政策", recordable=False):
    """In force from its effective day; known to the bureau from the recording of this event on.

    It is never changed: a later publication of the same effective day stands in its place.
    """

    draft: UUID
    policy: ShortText
    bureau: ShortText
    effective_from: Day
    text: PolicyYaml
    text_sha256: Sha256
    cases: CasesYaml = ""
    restates: tuple[ShortText, ...] = ()
    cases_played: Count  # The draft's own and the regression cases that touch the policy: green.
    authors: tuple[ShortText, ...]
    approvers: tuple[ShortText, ...]
    replaces: UUID | None = None  # The publication of the same day, if there was one.
