"""The state machine of a run: every step in every stage, and who may take it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import reduce
from uuid import UUID

import pytest

from services.gateway.caller import Caller
from services.gateway.payroll import events as e
from services.gateway.payroll import pay_run as p
from services.kernel.errors import Refused
from services.kernel.event import Recorded, encode

RUN = UUID(int=7)
HASH = "0" * 64
FINANCE, A, B, C = (Caller(sub, None, date(2024, 1, 25)) for sub in ("finance", "a", "b", "c"))
KNOWN = p.instant(datetime(2024, 1, 20, 15, tzinfo=UTC))
OPENED = e.PayRunOpened(
    month="2024-01",
    scope=e.RunScope.BUREAU,
    category=e.RunCategory.ALL,
    first_month="2024-01",
    known_at=KNOWN,
    rules_sha256=HASH,
    approvals_needed=2,
    **{f"{room}_pos": 1 for room in ("roster", "assessment", "training")},
    **{f"{room}_chain": HASH for room in ("roster", "assessment", "training")},
)
SUMS = dict.fromkeys(("gross_fen", "own_fen", "tax_fen", "net_fen", "unit_fen"), 1)
PROPOSED = e.PayRunProposed(slips=1, missing=0, slips_sha256=HASH, **SUMS)
WAIVED = e.PayExceptionWaived(run=RUN, exceptions=(e.PayException.NO_UNIT,), reason="x")
STEPS = {
    "open": p.open_run(RUN, OPENED, FINANCE),
    "draw": p.draw(e.PayRunDrawn(people=1, slips=1, missing=0, not_serving=0), FINANCE),
    "waive": p.waive({"p": WAIVED}, FINANCE),
    "mend": p.mend("p", e.PaySlipMended(run=RUN, reason="x", known_at=KNOWN), FINANCE),
    "withhold": p.withhold("p", e.PaySlipWithheld(run=RUN, reason="x"), FINANCE),
    "propose": p.propose(PROPOSED, 0, FINANCE),
    "approve": p.approve(A, "", on_run=False),
    "approve again": p.approve(B, "", on_run=False),
    "return": p.send_back(A, "x"),
    "release": p.release(
        e.PayRunReleased(slips=1, net_fen=1, slips_sha256=HASH, files=()), FINANCE
    ),
    "close": p.close(FINANCE, ""),
    "cancel": p.cancel(FINANCE, "x"),
}
TO = {
    p.Stage.NONE: (),
    p.Stage.OPENED: ("open",),
    p.Stage.DRAWN: ("open", "draw"),
    p.Stage.PROPOSED: ("open", "draw", "propose"),
    p.Stage.APPROVED: ("open", "draw", "propose", "approve", "approve again"),
    p.Stage.RELEASED: ("open", "draw", "propose", "approve", "approve again", "release"),
    p.Stage.CLOSED: ("open", "draw", "propose", "approve", "approve again", "release", "close"),
    p.Stage.CANCELLED: ("open", "cancel"),
}
MAY = {
    p.Stage.NONE: {"open"},
    p.Stage.OPENED: {"draw", "cancel"},
    p.Stage.DRAWN: {"waive", "mend", "withhold", "propose", "cancel"},
    p.Stage.PROPOSED: {"mend", "withhold", "approve", "approve again", "return", "cancel"},
    p.Stage.APPROVED: {"mend", "withhold", "return", "release", "cancel"},
    p.Stage.RELEASED: {"close"},
    p.Stage.CLOSED: set(),
    p.Stage.CANCELLED: set(),
}


def after(state: p.PayRun, step: p.Step, by: str = "finance") -> p.PayRun:
    def recorded(draft):
        return Recorded(
            pos=1,
            event_id=UUID(int=1),
            type=draft.data.TYPE,
            stream_id="pay-run-7",
            version=1,
            subject=draft.subject,
            subject_seq=1,
            effective_on=draft.effective_on,
            recorded_at=datetime(2024, 1, 25, tzinfo=UTC),
            actor=by,
            command_id=UUID(int=2),
            correlation_id="",
            causation_id=None,
            corrects=None,
            revokes=None,
            basis="",
            reason="",
            data=encode(draft.data),
            chain=b"",
        )

    return reduce(p.evolve, [recorded(draft) for draft in step(state)], state)


def played(*names: str) -> p.PayRun:
    by = {"approve": "a", "approve again": "b", "return": "a"}
    return reduce(lambda s, n: after(s, STEPS[n], by.get(n, "finance")), names, p.PayRun())


@pytest.mark.parametrize("stage", p.Stage)
def test_in_each_stage_exactly_these_steps_are_taken_and_others_politely_refused(stage):
    state = played(*TO[stage])
    assert state.stage == stage
    for name, step in STEPS.items():
        if name in MAY[stage]:
            assert step(state)
        else:
            with pytest.raises(Refused) as refused:
                step(state)
            assert refused.value.code == "wrong_stage"
            assert stage.zh in refused.value.text.zh


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (p.approve(FINANCE, "", on_run=False), "preparer_cannot_approve"),
        (p.approve(A, "", on_run=False), "approved_already"),
    ],
)
def test_nobody_approves_what_he_prepared_or_twice(step, code):
    state = played("open", "draw", "propose", "approve")
    with pytest.raises(Refused) as refused:
        step(state)
    assert refused.value.code == code


def test_an_approval_does_not_count_for_the_approvers_own_slip():
    state = after(played("open", "draw", "propose"), p.approve(A, "", on_run=True), "a")
    two = after(state, p.approve(B, "", on_run=False), "b")
    three = after(two, p.approve(C, "", on_run=False), "c")
    assert [s.stage for s in (state, two, three)] == [
        p.Stage.PROPOSED,
        p.Stage.PROPOSED,
        p.Stage.APPROVED,
    ]


def test_of_a_part_of_the_bureau_nobody_approves_who_is_paid_by_it():
    unit = OPENED.model_copy(update={"scope": e.RunScope.UNIT, "unit_id": "u"})
    state = after(p.PayRun(), p.open_run(RUN, unit, FINANCE))
    state = after(after(state, STEPS["draw"]), STEPS["propose"])
    with pytest.raises(Refused, match="own_slip"):
        p.approve(A, "", on_run=True)(state)
    assert p.approve(A, "", on_run=False)(state)


def test_one_person_under_two_accounts_is_one_approver():
    one, other = (replace(caller, person="p") for caller in (A, B))
    state = after(played("open", "draw", "propose"), p.approve(one, "", on_run=False), "a")
    with pytest.raises(Refused, match="approved_already"):
        p.approve(other, "", on_run=False)(state)


def test_a_mended_slip_must_be_approved_anew_and_a_withheld_one_need_not():
    approved = played(*TO[p.Stage.APPROVED])
    withheld, mended = (after(approved, STEPS[name]) for name in ("withhold", "mend"))
    assert withheld.stage == p.Stage.APPROVED
    assert (mended.stage, mended.approvers) == (p.Stage.DRAWN, ())


def test_nobody_waives_what_is_about_himself():
    own = Caller("finance", "p", date(2024, 1, 25))
    with pytest.raises(Refused) as refused:
        p.waive({"p": WAIVED}, own)(played("open", "draw"))
    assert refused.value.code == "own_slip"


def test_open_exceptions_and_an_empty_run_are_not_proposed():
    for step, code in (
        (p.propose(PROPOSED, 3, FINANCE), "exceptions_open"),
        (p.propose(PROPOSED.model_copy(update={"slips": 0}), 0, FINANCE), "run_empty"),
    ):
        with pytest.raises(Refused) as refused:
            step(played("open", "draw"))
        assert refused.value.code == code


def test_an_instant_reads_back_to_the_microsecond():
    at = datetime(2024, 1, 20, 15, 59, 59, 999_999, tzinfo=UTC)
    assert p.read_instant(p.instant(at)) == at
