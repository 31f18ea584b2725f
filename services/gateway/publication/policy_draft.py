"""The PolicyDraft aggregate: who may do what next, and what stands in the way. Pure.

Two people who wrote none of it approve exactly the text that is published: an approval names the
text by its SHA-256, and another text needs every approval anew.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from services.gateway.caller import Caller
from services.gateway.publication import events as e
from services.kernel.errors import Refused, conflict, forbidden
from services.kernel.event import Draft, Event, Recorded, decode_fast
from services.kernel.term import Term


class Stage(Term):
    NONE = "none", "不存在"
    SUBMITTED = "submitted", "待审批"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    PUBLISHED = "published", "已发布"


OPEN = (Stage.SUBMITTED, Stage.RETURNED)


class Hand(NamedTuple):
    """Who took a step: the token's subject, and who that is in the roster."""

    sub: str
    person: str | None


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """Where a draft stands. `told` is the newest of the payloads that hold its text."""

    stage: Stage = Stage.NONE
    policy: str = ""
    bureau: str = ""
    told: Any = None
    approvals_needed: int = 0
    authors: tuple[Hand, ...] = ()
    approvers: tuple[Hand, ...] = ()


Step = Callable[[PolicyDraft], list[Draft]]


def digest_of(text: str, cases: str) -> str:
    """SHA-256 over both as netstrings."""
    digest = hashlib.sha256()
    for part in (text.encode(), cases.encode()):
        digest.update(b"%d:%s," % (len(part), part))
    return digest.hexdigest()


def evolve(state: PolicyDraft, event: Recorded) -> PolicyDraft:
    step = _STEPS.get(event.type)
    return step(state, event, decode_fast(event.type, event.data)) if step is not None else state


def _drafted(_state: PolicyDraft, event: Recorded, data: Any) -> PolicyDraft:  # noqa: ANN401
    return PolicyDraft(
        Stage.SUBMITTED,
        data.policy,
        data.bureau,
        data,
        data.approvals_needed,
        (Hand(event.actor, data.person),),
    )


def _revised(state: PolicyDraft, event: Recorded, data: Any) -> PolicyDraft:  # noqa: ANN401
    authors = dict.fromkeys((*state.authors, Hand(event.actor, data.person)))
    return replace(state, stage=Stage.SUBMITTED, told=data, authors=tuple(authors), approvers=())


def _approved(state: PolicyDraft, event: Recorded, data: Any) -> PolicyDraft:  # noqa: ANN401
    found = replace(state, approvers=(*state.approvers, Hand(event.actor, data.person)))
    enough = len(found.approvers) >= found.approvals_needed
    return replace(found, stage=Stage.PUBLISHED) if enough else found


_STEPS: dict[str, Callable[[PolicyDraft, Recorded, Any], PolicyDraft]] = {
    e.PolicyDrafted.TYPE: _drafted,
    e.PolicyDraftRevised.TYPE: _revised,
    e.PolicyDraftApproved.TYPE: _approved,
    e.PolicyDraftReturned.TYPE: lambda state, _event, _data: replace(
        state, stage=Stage.RETURNED, approvers=()
    ),
    e.PolicyDraftWithdrawn.TYPE: lambda state, _event, _data: replace(
        state, stage=Stage.WITHDRAWN, approvers=()
    ),
}


def submit(drafted: e.PolicyDrafted, caller: Caller) -> Step:
    def decide(state: PolicyDraft) -> list[Draft]:
        demand(state, Stage.NONE)
        return [Draft(drafted, drafted.policy, caller.today)]

    return decide


def revise(revised: e.PolicyDraftRevised, policy: str, caller: Caller) -> Step:
    """`policy`: what the new text says it is of."""

    def decide(state: PolicyDraft) -> list[Draft]:
        demand(state, *OPEN)
        if policy != state.policy:
            raise conflict(
                "other_policy",
                f"此草案是 {state.policy}, 不能改成 {policy}; 请另行提交",
                f"this draft is of {state.policy} and cannot become {policy}: submit another",
            )
        return [_draft(state, revised, caller)]

    return decide


def approve(caller: Caller, draft_sha256: str, note: str) -> Step:
    def decide(state: PolicyDraft) -> list[Draft]:
        demand(state, Stage.SUBMITTED)
        if draft_sha256 != state.told.draft_sha256:
            raise conflict(
                "text_changed",
                f"草案已改为 {state.told.draft_sha256[:12]}, 与您审阅的不同; 请重新审阅",
                f"the draft is {state.told.draft_sha256[:12]} now, not what you read: "
                "read it again",
            )
        if _is_one_of(caller, state.authors):
            raise forbidden(
                "author_cannot_approve",
                "起草或修改人不得审批",
                "whoever wrote any of it cannot approve it",
            )
        if _is_one_of(caller, state.approvers):
            raise conflict("approved_already", "您已审批过", "you have approved it already")
        told = e.PolicyDraftApproved(draft_sha256=draft_sha256, person=caller.person, note=note)
        return [_draft(state, told, caller)]

    return decide


def _is_one_of(caller: Caller, hands: tuple[Hand, ...]) -> bool:
    """The same person under another name of the token is the same person."""
    return any(
        caller.sub == hand.sub or (caller.person is not None and caller.person == hand.person)
        for hand in hands
    )


def is_last(state: PolicyDraft) -> bool:
    """Whether one more approval publishes it."""
    return len(state.approvers) + 1 >= state.approvals_needed


def send_back(caller: Caller, reason: str) -> Step:
    def decide(state: PolicyDraft) -> list[Draft]:
        demand(state, Stage.SUBMITTED)
        return [_draft(state, e.PolicyDraftReturned(reason=reason), caller)]

    return decide


def withdraw(caller: Caller, reason: str) -> Step:
    def decide(state: PolicyDraft) -> list[Draft]:
        demand(state, *OPEN)
        return [_draft(state, e.PolicyDraftWithdrawn(reason=reason), caller)]

    return decide


def demand(state: PolicyDraft, *stages: Stage) -> None:
    """Raises Refused `wrong_stage`, which says what is allowed."""
    if state.stage not in stages:
        zh = "、".join(stage.zh for stage in stages)
        raise _wrong_stage(
            state, f"此操作须在以下阶段: {zh}", f"this can be done while: {', '.join(stages)}"
        )


def _wrong_stage(state: PolicyDraft, zh: str, en: str) -> Refused:
    return conflict("wrong_stage", f"{state.stage.zh}; {zh}", f"it is {state.stage}; {en}")


def _draft(state: PolicyDraft, data: Event, caller: Caller) -> Draft:
    return Draft(data, state.policy, caller.today)
