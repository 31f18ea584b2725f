"""An answer holds while what people were told holds, whatever else has been learnt."""

from datetime import date

from services.gateway.decision.decision import Decision, Outcome
from services.gateway.decision.finding import Cited, Finding
from services.gateway.decision.line import PolicyUsed
from services.gateway.proposal.review import review
from tests.kernel.samples import recorded

FACTS = [recorded(n) for n in range(1, 5)]


def _decision(outcome: Outcome = Outcome.PROMOTE, **more) -> Decision:
    return Decision(
        kind="police_rank",
        person="p",
        as_of=date(2024, 6, 1),
        reading="as_it_should_be",
        outcome=outcome,
        **more,
    )


def test_more_facts_and_the_same_answer_is_no_change():
    then, now = _decision(facts_sha256="a"), _decision(facts_sha256="b")

    assert review(then, now, FACTS, {"training": 2}) is None


def test_another_day_is_a_change_even_with_the_same_outcome():
    then = _decision(effective_on=date(2024, 6, 1))
    now = _decision(effective_on=date(2024, 9, 10))

    assert review(then, now, FACTS, {"training": 2}) is not None


def test_the_events_that_came_later_are_named_cited_ones_first():
    cited = Cited(
        event_id=FACTS[3].event_id, type=FACTS[3].type, effective_on=FACTS[3].effective_on
    )
    old = Cited(event_id=FACTS[0].event_id, type=FACTS[0].type, effective_on=FACTS[0].effective_on)
    now = _decision(Outcome.BLOCKED, findings=(Finding(claim="c", met=False, facts=(old, cited)),))
    changed = review(_decision(), now, FACTS, {"training": 2})

    assert changed is not None
    assert changed.because == (FACTS[3].event_id, FACTS[2].event_id)


def test_what_changed_it_is_told_in_words_and_a_policy_too():
    used = (PolicyUsed(id="police_rank@2026-01-01", sha256="b" * 64),)
    changed = review(_decision(), _decision(Outcome.BLOCKED, policies=used), FACTS, {"training": 3})

    assert changed is not None
    assert changed.policies == ("police_rank@2026-01-01",)
    refused = changed.refusal()
    assert refused.code == "answer_changed"
    assert str(FACTS[3].event_id) in refused.text.zh
    assert "it is now BLOCKED" in refused.text.en
    assert "police_rank@2026-01-01" in refused.text.en
