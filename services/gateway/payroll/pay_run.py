"""The PayRun aggregate: who may do what next, and what stands in the way. Pure.

The engine proposes, named people decide: nobody approves what he prepared or twice, and no slip
is released on approvals of which one is its own subject's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.gateway.caller import Caller
from services.gateway.payroll import events as e
from services.kernel.errors import Refused, conflict, forbidden
from services.kernel.event import Draft, Event, Recorded, decode_fast
from services.kernel.term import Term


class Stage(Term):
    NONE = "none", "不存在"
    OPENED = "opened", "编制中"
    DRAWN = "drawn", "待提请"
    PROPOSED = "proposed", "待审批"
    APPROVED = "approved", "已审批"
    RELEASED = "released", "已发放"
    CLOSED = "closed", "已关账"
    CANCELLED = "cancelled", "已作废"


BEFORE_RELEASE = (Stage.OPENED, Stage.DRAWN, Stage.PROPOSED, Stage.APPROVED)
MENDABLE = (Stage.DRAWN, Stage.PROPOSED, Stage.APPROVED)
PAID = (Stage.RELEASED, Stage.CLOSED)


@dataclass(frozen=True, slots=True)
class PayRun:
    """Where a run stands. `opened`, `drawn` and so on are the payloads of those events."""

    stage: Stage = Stage.NONE
    run_id: str = ""
    opened: Any = None
    drawn: Any = None
    proposed: Any = None
    released: Any = None
    preparers: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # The approvers who are in the roster.
    own_slips: int = 0  # Approvers who are paid by the run themselves.

    @property
    def approvals(self) -> int:
        """What every slip has at least, without its own subject's approval."""
        return len(self.approvers) - (self.own_slips > 0)

    @property
    def known_at(self) -> datetime:
        return read_instant(self.opened.known_at)


Step = Callable[[PayRun], list[Draft]]


def instant(at: datetime) -> str:
    """As events hold it; `at` is in UTC."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}Z"


def read_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def evolve(state: PayRun, event: Recorded) -> PayRun:
    step = _STEPS.get(event.type)
    return step(state, event, decode_fast(event.type, event.data)) if step is not None else state


def _opened(_state: PayRun, event: Recorded, data: Any) -> PayRun:  # noqa: ANN401
    return PayRun(Stage.OPENED, event.subject, data, preparers=(event.actor,))


def _drawn(state: PayRun, event: Recorded, data: Any) -> PayRun:  # noqa: ANN401
    return replace(_prepared(state, event, data), stage=Stage.DRAWN, drawn=data)


def _prepared(state: PayRun, event: Recorded, _data: Any) -> PayRun:  # noqa: ANN401
    return replace(state, preparers=tuple(dict.fromkeys((*state.preparers, event.actor))))


def _mended(state: PayRun, event: Recorded, data: Any) -> PayRun:  # noqa: ANN401
    """Another amount: whoever approved the old one approved something else."""
    return _again(_prepared(state, event, data), event, data)


def _again(state: PayRun, _event: Recorded, _data: Any) -> PayRun:  # noqa: ANN401
    return replace(state, stage=Stage.DRAWN, proposed=None, approvers=(), people=(), own_slips=0)


def _proposed(state: PayRun, event: Recorded, data: Any) -> PayRun:  # noqa: ANN401
    return replace(_prepared(state, event, data), stage=Stage.PROPOSED, proposed=data)


def _approved(state: PayRun, event: Recorded, data: Any) -> PayRun:  # noqa: ANN401
    found = replace(
        state,
        approvers=(*state.approvers, event.actor),
        people=(*state.people, data.person) if data.person is not None else state.people,
        own_slips=state.own_slips + data.on_run,
    )
    enough = found.approvals >= found.opened.approvals_needed
    return replace(found, stage=Stage.APPROVED) if enough else found


def _to(stage: Stage) -> Callable[[PayRun, Recorded, Any], PayRun]:
    return lambda state, _event, _data: replace(state, stage=stage)


_STEPS: dict[str, Callable[[PayRun, Recorded, Any], PayRun]] = {
    e.PayRunOpened.TYPE: _opened,
    e.PayRunDrawn.TYPE: _drawn,
    e.PayExceptionWaived.TYPE: _prepared,
    e.PaySlipWithheld.TYPE: _prepared,
    e.PaySlipMended.TYPE: _mended,
    e.PayRunProposed.TYPE: _proposed,
    e.PayRunApproved.TYPE: _approved,
    e.PayRunReturned.TYPE: _again,
    e.PayRunReleased.TYPE: lambda state, _event, data: replace(
        state, stage=Stage.RELEASED, released=data
    ),
    e.PayRunClosed.TYPE: _to(Stage.CLOSED),
    e.PayRunCancelled.TYPE: _to(Stage.CANCELLED),
}


def open_run(run_id: UUID, opened: e.PayRunOpened, caller: Caller) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.NONE)
        return [Draft(opened, str(run_id), caller.today, basis="engine")]

    return decide


def draw(drawn: e.PayRunDrawn, caller: Caller) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.OPENED)
        return [_draft(state, drawn, caller)]

    return decide


def waive(waived: dict[str, e.PayExceptionWaived], caller: Caller) -> Step:
    """By person. Exceptions that are open are checked by whoever asks."""

    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.DRAWN)
        if caller.person is not None and caller.person in waived:
            raise forbidden(
                "own_slip", "不得放行涉及本人的例外", "nobody waives what is about himself"
            )
        return [Draft(data, person, caller.today) for person, data in waived.items()]

    return decide


def mend(person: str, mended: e.PaySlipMended, caller: Caller) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, *MENDABLE)
        return [Draft(mended, person, caller.today)]

    return decide


def withhold(person: str, withheld: e.PaySlipWithheld, caller: Caller) -> Step:
    """It never pays more than was approved: approvals stand."""

    def decide(state: PayRun) -> list[Draft]:
        demand(state, *MENDABLE)
        return [Draft(withheld, person, caller.today)]

    return decide


def propose(proposed: e.PayRunProposed, exceptions_open: int, caller: Caller) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.DRAWN)
        if exceptions_open:
            raise conflict(
                "exceptions_open",
                f"尚有 {exceptions_open} 人的例外未解决或放行",
                f"the exceptions of {exceptions_open} people are neither solved nor waived",
            )
        if not proposed.slips:
            raise conflict("run_empty", "没有一张工资单", "there is not one slip in it")
        return [_draft(state, proposed, caller)]

    return decide


def approve(caller: Caller, note: str, *, on_run: bool) -> Step:
    """`on_run`: whether the caller is paid by the run himself."""

    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.PROPOSED)
        if caller.sub in state.preparers:
            raise forbidden(
                "preparer_cannot_approve",
                "编制或提请人不得审批",
                "whoever prepared or proposed the run cannot approve it",
            )
        if on_run and state.opened.scope != e.RunScope.BUREAU:
            # Of the whole bureau everybody is paid: there it counts for the others' slips.
            raise forbidden(
                "own_slip",
                "本人工资在此次发薪中, 请由范围以外的人审批",
                "you are paid by this run: somebody outside its part approves it",
            )
        if caller.sub in state.approvers or caller.person in state.people:
            raise conflict("approved_already", "您已审批过", "you have approved it already")
        approved = e.PayRunApproved(person=caller.person, on_run=on_run, note=note)
        return [_draft(state, approved, caller)]

    return decide


def send_back(caller: Caller, reason: str) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.PROPOSED, Stage.APPROVED)
        return [_draft(state, e.PayRunReturned(reason=reason), caller)]

    return decide


def release(released: e.PayRunReleased, caller: Caller) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.APPROVED)
        return [_draft(state, released, caller)]

    return decide


def close(caller: Caller, note: str) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, Stage.RELEASED)
        return [_draft(state, e.PayRunClosed(note=note), caller)]

    return decide


def cancel(caller: Caller, reason: str) -> Step:
    def decide(state: PayRun) -> list[Draft]:
        demand(state, *BEFORE_RELEASE)
        return [_draft(state, e.PayRunCancelled(reason=reason), caller)]

    return decide


def demand(state: PayRun, *stages: Stage) -> None:
    """Raises Refused `wrong_stage`, which says what is allowed."""
    if state.stage not in stages:
        zh = "、".join(stage.zh for stage in stages)
        raise wrong_stage(
            state, f"此操作须在以下阶段: {zh}", f"this can be done while: {', '.join(stages)}"
        )


def wrong_stage(state: PayRun, zh: str, en: str) -> Refused:
    return conflict("wrong_stage", f"{state.stage.zh}; {zh}", f"it is {state.stage}; {en}")


def _draft(state: PayRun, data: Event, caller: Caller) -> Draft:
    return Draft(data, state.run_id, caller.today)
