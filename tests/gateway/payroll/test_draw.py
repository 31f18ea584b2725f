"""One person's slip of a run: what must be looked at, and what stands in the way."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from services.gateway.decision.decision import Outcome
from services.gateway.pay.run import run_all
from services.gateway.pay.slip import canonical_bytes
from services.gateway.payroll.draw import Asked, Live, Payee, draw, looks_back_to
from services.gateway.payroll.events import PayException
from services.gateway.payroll.pay_run import Stage
from services.gateway.payroll.population import Member
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import OFFICER, RULES, runs

KNOWN = datetime(2024, 3, 20, 15, tzinfo=UTC)
ASKED = Asked("2024-03", KNOWN, "2024-03")
RESULT = "{attendance_month_recorded: 2024-03, on: 2024-03-20}"
WHOLE = Member("p", unit="u", account=SimpleNamespace(account_no="1"))


def payee(*lines: str, member: Member = WHOLE, **more) -> Payee:
    return Payee(member, on_file(*OFFICER, *lines), **more)


@pytest.mark.parametrize(
    ("lines", "member", "exceptions"),
    [
        ((RESULT,), WHOLE, ()),
        ((), WHOLE, (PayException.NO_ATTENDANCE,)),
        (
            (RESULT,),
            Member("p"),
            (PayException.NO_UNIT, PayException.NO_BANK_ACCOUNT),
        ),
        (
            (RESULT, "{rank_awarded: 一级警司, on: 2020-10-15}"),
            WHOLE,
            (PayException.CONFLICT,),
        ),
        (("{gross_given: 500000, on: 2024-01-01}",), WHOLE, ()),
    ],
)
def test_what_must_be_looked_at(lines, member, exceptions):
    drawn = draw(payee(*lines, member=member), ASKED, RULES)
    assert drawn.slip is not None
    assert drawn.exceptions == exceptions


@pytest.mark.parametrize(
    ("live", "exception"),
    [
        (Live("other", "2024-03", Stage.CLOSED), PayException.IN_ANOTHER_RUN),
        (Live("other", "2024-03", Stage.OPENED, has_slip=False), None),
        (Live("other", "2024-04", Stage.DRAWN), PayException.LATER_MONTH_DRAWN),
        (Live("other", "2024-02", Stage.RELEASED), PayException.EARLIER_RUN_OPEN),
        (Live("other", "2024-02", Stage.DRAWN, has_slip=False), PayException.EARLIER_RUN_OPEN),
    ],
)
def test_a_month_is_paid_once_and_months_in_their_order(live, exception):
    drawn = draw(payee(RESULT, live=(live,)), ASKED, RULES)
    assert drawn.exceptions == ((exception,) if exception else ())
    assert (drawn.slip is None) == (exception is not None)


def test_an_unreadable_fact_and_a_missing_policy_are_said_and_not_passed_over():
    unreadable = draw(payee(RESULT, is_readable=False), ASKED, RULES)
    long_ago = draw(payee(), Asked("1990-03", KNOWN, "1990-03"), RULES)
    assert unreadable.exceptions == (PayException.FACT_UNREADABLE,)
    assert long_ago.exceptions in ((), (PayException.NO_POLICY,))
    early = Payee(
        WHOLE, on_file("{入职: 民警, on: 1980-01-01}", "{rank_awarded: 二级警司, on: 1989-01-01}")
    )
    assert draw(early, Asked("1990-03", KNOWN, "1990-03"), RULES).exceptions == (
        PayException.NO_POLICY,
    )


def test_whoever_does_not_serve_has_neither_slip_nor_exception():
    gone = payee("{service_left: 辞职, on: 2023-06-30}")
    drawn = draw(gone, ASKED, RULES)
    assert (drawn.slip, drawn.exceptions) == (None, ())


def test_nothing_that_was_known_is_forgotten_again():
    earlier = tuple(run_all("p", runs("2024-02", "2024-02"), on_file(*OFFICER), RULES))
    before = replace(ASKED, known_at=datetime(2024, 2, 1, tzinfo=UTC))
    drawn = draw(payee(RESULT, earlier=earlier), before, RULES)
    assert drawn.exceptions == (PayException.KNOWN_BEFORE_LAST,)


def test_closed_slips_before_the_first_month_looked_at_make_no_difference():
    late = "{rank_awarded: 一级警司, on: 2024-01-20, recorded: 2024-03-01}"
    facts = on_file(*OFFICER, RESULT, late)
    earlier = tuple(run_all("p", runs("2023-06", "2024-02"), facts, RULES))
    asked = replace(ASKED, first_month="2023-06")
    last = Payee(WHOLE, facts, earlier[-1:])
    since = looks_back_to(last, asked, RULES)
    some = Payee(WHOLE, facts, tuple(s for s in earlier if s.month >= since))
    whole = draw(Payee(WHOLE, facts, earlier), asked, RULES)
    drawn = draw(some, asked, RULES)
    assert since == "2024-01"
    assert whole.slip is not None
    assert whole.slip.retro()
    assert canonical_bytes(drawn.slip) == canonical_bytes(whole.slip)


def test_a_withheld_slip_pays_nothing_and_the_next_run_pays_the_month():
    withheld = draw(payee(RESULT), replace(ASKED, withheld=True), RULES)
    april = Asked("2024-04", datetime(2024, 4, 20, tzinfo=UTC), "2024-03")
    following = draw(payee(RESULT, earlier=(withheld.slip,)), april, RULES)
    assert (withheld.slip.outcome, withheld.slip.net_fen) == (Outcome.HOLD, 0)
    assert withheld.exceptions == ()
    assert {line.month for line in following.slip.lines} == {"2024-03", "2024-04"}


def test_a_month_in_which_somebody_had_no_slip_is_paid_by_the_next_run():
    january = draw(payee(), Asked("2024-01", datetime(2024, 1, 20, tzinfo=UTC), "2024-01"), RULES)
    march = draw(payee(RESULT, earlier=(january.slip,)), ASKED, RULES)
    assert {line.month for line in march.slip.retro()} == {"2024-02"}
    assert looks_back_to(payee(RESULT, earlier=(january.slip,)), ASKED, RULES) == "2024-02"
