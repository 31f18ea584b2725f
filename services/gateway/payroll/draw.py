"""One person's slip of a run, with what must be looked at; or why there is none. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.gateway.decision.decision import Outcome
from services.gateway.pay.months import first_day, month_named
from services.gateway.pay.rules import PayRules
from services.gateway.pay.run import Run, reaches_back_to, run
from services.gateway.pay.slip import Slip, canonical_bytes
from services.gateway.payroll.check_policy import PAY_CHECK
from services.gateway.payroll.checks import Beside, checks
from services.gateway.payroll.events import PayCheck, PayException
from services.gateway.payroll.pay_run import Stage
from services.gateway.payroll.population import Member
from services.kernel.fact import Fact
from services.kernel.policy import NoPolicyInForce
from services.roster.events import AttendanceMonthRecorded

SLIP_CHARS_MAX = 400_000
_OF_SLIP = frozenset(
    {
        PayException.CONFLICT,
        PayException.NOT_IN_TABLE,
        PayException.OVERTIME_36H,
        PayException.ORDER_SET_ASIDE,
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which month, what is known, and where runs of this part of the bureau began."""

    month: str
    known_at: datetime
    first_month: str
    withheld: bool = False

    @property
    def run(self) -> Run:
        return Run(self.month, self.known_at, self.first_month, self.withheld, pays_gaps=True)


@dataclass(frozen=True, slots=True)
class Live:
    """A slip of the person in a run that is not cancelled, or his place in it without one."""

    run: str
    month: str
    stage: Stage
    has_slip: bool = True


@dataclass(frozen=True, slots=True)
class Payee:
    """Facts in any order, as far as they are known to the run; slips that were closed."""

    member: Member
    facts: Sequence[Fact]
    earlier: Sequence[Slip] = ()
    live: Sequence[Live] = ()
    is_readable: bool = True  # False: a fact of a type that this build does not know.


@dataclass(frozen=True, slots=True)
class Drawn:
    """`slip` None with exceptions: cannot be paid now. None without: does not serve."""

    member: Member
    slip: Slip | None
    exceptions: tuple[PayException, ...] = ()
    checks: tuple[PayCheck, ...] = ()
    detail: str = ""


def looks_back_to(payee: Payee, asked: Asked, rules: PayRules) -> str:
    """The first month whose closed slips must be at hand; the run's own month when none."""
    if not payee.earlier or _stands_in_the_way(payee, asked):
        return asked.month
    try:
        found = reaches_back_to(
            payee.member.person, asked.run, payee.facts, rules, payee.earlier[-1]
        )
    except NoPolicyInForce:
        return asked.month
    return min(found, asked.month)


def draw(
    payee: Payee, asked: Asked, rules: PayRules, shared: Collection[str] = frozenset()
) -> Drawn:
    """`shared`: numbers of accounts that more than one person is paid to."""
    blocked = _stands_in_the_way(payee, asked)
    if blocked is not None:
        return Drawn(payee.member, None, (blocked,))
    try:
        slip = run(payee.member.person, asked.run, payee.facts, rules, payee.earlier)
        limits = rules.shelf.in_force(PAY_CHECK.name, first_day(month_named(asked.month))).choice
    except NoPolicyInForce as missing:
        return Drawn(payee.member, None, (PayException.NO_POLICY,), detail=missing.text.zh)
    if slip.outcome == Outcome.NOT_ELIGIBLE:
        return Drawn(payee.member, None)
    if len(canonical_bytes(slip)) > SLIP_CHARS_MAX:
        return Drawn(payee.member, None, (PayException.SLIP_TOO_LARGE,))
    found = tuple(_exceptions(payee, slip))
    account = payee.member.account
    is_shared = account is not None and account.account_no in shared
    beside = Beside(payee.facts, payee.earlier, limits, shares_account=is_shared)
    return Drawn(payee.member, slip, found, tuple(checks(slip, beside)))


def _stands_in_the_way(payee: Payee, asked: Asked) -> PayException | None:
    """One month is paid once, months in their order, and nothing known is forgotten again."""
    if not payee.is_readable:
        return PayException.FACT_UNREADABLE
    for live in payee.live:
        if live.has_slip and live.month == asked.month:
            return PayException.IN_ANOTHER_RUN
        if live.month > asked.month and live.has_slip:
            return PayException.LATER_MONTH_DRAWN
        if live.month < asked.month and live.stage != Stage.CLOSED:
            return PayException.EARLIER_RUN_OPEN
    if payee.earlier and payee.earlier[-1].closed_at > asked.known_at:
        return PayException.KNOWN_BEFORE_LAST
    return None


def _exceptions(payee: Payee, slip: Slip) -> Iterator[PayException]:
    if any(finding.reason == "WITHHELD" for finding in slip.findings):
        return  # Nothing is paid, by name.
    for reason in slip.reasons:
        if reason in _OF_SLIP:
            yield PayException(reason)
    if slip.advanced_fen:
        yield PayException.NEGATIVE_NET
    if payee.member.unit is None:
        yield PayException.NO_UNIT
    if slip.net_fen and payee.member.account is None:
        yield PayException.NO_BANK_ACCOUNT
    is_at_work = slip.category and slip.own_lines() and not slip.is_held
    if is_at_work and not _has_result(payee.facts, slip):
        yield PayException.NO_ATTENDANCE


def _has_result(facts: Iterable[Fact], slip: Slip) -> bool:
    """A gross wage given whole needs no attendance."""
    if any(line.item == "gross_given" for line in slip.lines):
        return True
    return any(
        fact.type == AttendanceMonthRecorded.TYPE
        and fact.data.month == slip.month
        and fact.recorded_at <= slip.closed_at
        for fact in facts
    )
