"""A slip in two languages: headline, each line with its figures, each difference with why."""

from services.gateway.decision.decision import Outcome
from services.gateway.decision.explanation import explain
from services.gateway.pay.answer import as_decision
from services.gateway.pay.kind import KIND
from services.gateway.pay.wording import REASONS, SENTENCES
from tests.gateway.pay.payee import AUXILIARY, slips

LATE = "{coefficient_decided: 2024-01 80, on: 2024-01-31}"


def told(language, *lines, month="2024-02"):
    slip = slips("2024-01", month, *AUXILIARY, *lines)[-1]
    return "\n".join(explain(as_decision(slip), KIND).lines(language))


def test_the_headline_says_gross_and_net():
    assert told("zh", month="2024-01").startswith("工资 2024-01: 应发 4270.00")
    assert told("en", month="2024-01").startswith("pay 2024-01: gross 4270.00")


def test_a_difference_says_what_it_should_be_and_why():
    assert (
        "2024-01 应发 绩效 -160.00 (应为 640.00, 已结 800.00); 后来得知 绩效系数 2024-01-31"
        in told("zh", LATE)
    )
    assert "should be 640.00, settled 800.00); learned coefficient_decided" in told("en", LATE)


def test_a_held_slip_says_so():
    text = told("zh", LATE, LATE.replace("80", "90"))
    assert text.startswith(f"工资 2024-02: {Outcome.HOLD.zh}, 因为 {REASONS['CONFLICT'].zh}")


def test_every_reason_has_both_languages():
    assert all(text.zh and text.en for text in REASONS.values())
    assert len(SENTENCES) == len(REASONS)
