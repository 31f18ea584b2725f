"""Given what happened to a draft, when somebody acts, then one event or a refusal."""

from datetime import date

import pytest

from services.gateway.caller import Caller
from services.gateway.publication import events as e
from services.gateway.publication import policy_draft as p
from services.kernel.errors import Refused
from tests.kernel.samples import recorded

DAY = date(2026, 11, 25)
SHA = p.digest_of("text", "")
AUTHOR = "author_cannot_approve"


def drafted(text: str = "text") -> e.PolicyDrafted:
    return e.PolicyDrafted(
        policy="auxiliary_pay",
        bureau="r0",
        effective_from=DAY,
        text=text,
        draft_sha256=p.digest_of(text, ""),
        approvals_needed=2,
        person="p-author",
    )


REVISED = e.PolicyDraftRevised(
    effective_from=DAY, text="other", draft_sha256=p.digest_of("other", ""), person="p-second"
)
APPROVED = e.PolicyDraftApproved(draft_sha256=SHA, person="p-chief")


def given(*steps) -> p.PolicyDraft:
    """Each step is (actor, event)."""
    state = p.PolicyDraft()
    for n, (actor, event) in enumerate(steps, start=1):
        state = p.evolve(state, recorded(n, event=event, actor=actor, subject="auxiliary_pay"))
    return state


SUBMITTED = (("hr", drafted()),)
STATES = {
    "nothing": given(),
    "submitted": given(*SUBMITTED),
    "approved once": given(*SUBMITTED, ("chief", APPROVED)),
    "revised": given(*SUBMITTED, ("chief", APPROVED), ("finance", REVISED)),
    "returned": given(*SUBMITTED, ("chief", e.PolicyDraftReturned(reason="x"))),
    "withdrawn": given(*SUBMITTED, ("hr", e.PolicyDraftWithdrawn(reason="x"))),
    "published": given(*SUBMITTED, ("chief", APPROVED), ("other", APPROVED)),
}


def caller(sub: str, person: str | None = None) -> Caller:
    return Caller(sub, person, DAY)


@pytest.mark.parametrize(
    ("state", "step", "code"),
    [
        ("nothing", p.submit(drafted(), caller("hr")), None),
        ("submitted", p.submit(drafted(), caller("hr")), "wrong_stage"),
        ("submitted", p.approve(caller("chief"), SHA, ""), None),
        ("submitted", p.approve(caller("hr"), SHA, ""), AUTHOR),
        ("submitted", p.approve(caller("chief", "p-author"), SHA, ""), AUTHOR),
        ("submitted", p.approve(caller("chief"), "0" * 64, ""), "text_changed"),
        ("approved once", p.approve(caller("chief"), SHA, ""), "approved_already"),
        ("approved once", p.approve(caller("second", "p-chief"), SHA, ""), "approved_already"),
        ("approved once", p.approve(caller("second"), SHA, ""), None),
        ("approved once", p.revise(REVISED, "auxiliary_pay", caller("finance")), None),
        ("submitted", p.revise(REVISED, "pay", caller("finance")), "other_policy"),
        ("revised", p.approve(caller("chief"), SHA, ""), "text_changed"),
        (
            "revised",
            p.approve(caller("finance"), REVISED.draft_sha256, ""),
            AUTHOR,
        ),
        ("revised", p.approve(caller("hr"), REVISED.draft_sha256, ""), AUTHOR),
        ("revised", p.approve(caller("chief"), REVISED.draft_sha256, ""), None),
        ("returned", p.approve(caller("chief"), SHA, ""), "wrong_stage"),
        ("returned", p.revise(REVISED, "auxiliary_pay", caller("finance")), None),
        ("returned", p.withdraw(caller("hr"), "x"), None),
        ("submitted", p.send_back(caller("chief"), "x"), None),
        *(
            (state, step, "wrong_stage")
            for state in ("withdrawn", "published")
            for step in (
                p.approve(caller("third"), SHA, ""),
                p.revise(REVISED, "auxiliary_pay", caller("finance")),
                p.withdraw(caller("hr"), "x"),
                p.send_back(caller("chief"), "x"),
            )
        ),
    ],
)
def test_what_may_be_done_next(state, step, code):
    if code is None:
        (draft,) = step(STATES[state])
        assert draft.subject == "auxiliary_pay"
        return
    with pytest.raises(Refused) as refused:
        step(STATES[state])
    assert refused.value.code == code


def test_another_text_needs_every_approval_anew():
    assert p.is_last(STATES["approved once"])
    assert not p.is_last(STATES["revised"])
    assert [hand.sub for hand in STATES["revised"].authors] == ["hr", "finance"]
    assert STATES["published"].stage is p.Stage.PUBLISHED


def test_the_digest_is_of_both_and_of_where_one_ends():
    digests = {p.digest_of(*both) for both in (("ab", ""), ("a", "b"), ("", "ab"), ("ab", "c"))}

    assert len(digests) == 4
