"""One pay run of one person: the month, what is due of earlier ones, tax, limits, the slip. Pure.

A sequence of runs is a fold: each takes the facts known at its own closing and the slips before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from services.gateway.decision.decision import Outcome
from services.gateway.decision.dossier import assemble
from services.gateway.decision.finding import Finding
from services.gateway.decision.line import Line
from services.gateway.decision.question import Question
from services.gateway.pay.conflicts import conflicts
from services.gateway.pay.debt import debt_of
from services.gateway.pay.deducted import advances, tax_line
from services.gateway.pay.income_tax import deductions, year_before
from services.gateway.pay.items import Item, Part
from services.gateway.pay.month import MonthPay
from services.gateway.pay.months import last_day, month_named, name_of, year_of
from services.gateway.pay.retro import differences
from services.gateway.pay.rules import PayRules
from services.gateway.pay.settle import Before, Money, settle
from services.gateway.pay.should_be import should_be
from services.gateway.pay.slip import Carried, Slip, YearToDate, policies_of
from services.gateway.pay.timeline import Timeline, read_timeline
from services.gateway.pay.touched import touched_from
from services.kernel.fact import Fact
from services.roster.events import PaySettled

NAME = "pay"


@dataclass(frozen=True, slots=True)
class Run:
    """Which month is paid, and what is known. `closed_at` None: the closing day of the policy."""

    month: str  # 2024-06
    closed_at: datetime | None = None
    # Where the bureau's runs began, for somebody without a slip yet; None: with this month.
    first_month: str | None = None
    withheld: bool = False  # Kept back by name: nothing is paid, the next run makes up for it.
    # Every month in between had a run of its own: one without a slip was settled by nobody.
    pays_gaps: bool = False


def run(
    person: str, asked: Run, facts: Iterable[Fact], rules: PayRules, earlier: Sequence[Slip] = ()
) -> Slip:
    """`earlier`: every slip of this person, oldest first. Months from `first_month` on are ours.

    Those of months before `reaches_back_to` may be left out.
    """
    ours, start = _ours(person, asked, facts, rules, earlier)
    if asked.withheld:
        return ours.held((Finding(claim="released", met=False, reason="WITHHELD"),))
    timeline, month = ours.timeline, ours.month
    found = conflicts(timeline, min(start, ours.first_month), month)
    if found:
        return ours.held(found)
    pay = should_be(timeline, month)
    if any(finding.reason == "NOT_IN_TABLE" for finding in pay.findings):
        return ours.held(pay.findings)
    months = range(start, month)
    return ours.paid(
        pay, list(differences(timeline, months, earlier, first_month=ours.first_month))
    )


def reaches_back_to(
    person: str, asked: Run, facts: Iterable[Fact], rules: PayRules, last: Slip
) -> str:
    """The first month that a run after `last` looks at again; its own month when none."""
    return name_of(_ours(person, asked, facts, rules, (last,))[1])


def _ours(
    person: str, asked: Run, facts: Iterable[Fact], rules: PayRules, earlier: Sequence[Slip]
) -> tuple["_Run", int]:
    """The run, and the first month that may be other than settled."""
    month = month_named(asked.month)
    closed_at = (asked.closed_at or rules.closing_of(month)).astimezone(UTC)
    question = Question(kind=NAME, person=person, as_of=last_day(month), known_at=closed_at)
    timeline = read_timeline(assemble(facts, question), rules)
    began = earlier[0].first_month if earlier else asked.first_month
    first_month = month_named(began) if began is not None else month
    ours = _Run(timeline, month, first_month, closed_at, tuple(earlier))
    start = _start(timeline, month, first_month, earlier, closed_at)
    if asked.pays_gaps and earlier:
        start = min(start, month_named(earlier[-1].month) + 1)
    return ours, start


def _start(
    timeline: Timeline, month: int, first_month: int, earlier: Sequence[Slip], closed_at: datetime
) -> int:
    """The first month that may be other than settled; `month` itself when none is."""
    taken_over = [month_named(f.data.month) for f in timeline.all(PaySettled)]
    first = min([first_month, *taken_over])
    if not earlier:
        return min(first, month)
    last = earlier[-1]
    if last.rules_sha256 != timeline.rules.sha256 or last.closed_at >= closed_at:
        return first
    months = [month]
    touched = touched_from(timeline, last.closed_at, first, last.evidence)
    if touched is not None:
        months.append(max(touched, first))
    months += [month_named(name) for name in (last.carried.open_from, *last.carried.held) if name]
    return min(months)


@dataclass(frozen=True, slots=True)
class _Run:
    timeline: Timeline
    month: int
    first_month: int
    closed_at: datetime
    earlier: tuple[Slip, ...]

    @property
    def carried(self) -> Carried:
        if self.earlier:
            return self.earlier[-1].carried
        return Carried(year=YearToDate(year=year_of(self.month)))

    def held(self, findings: Sequence[Finding]) -> Slip:
        """Nothing is paid; the next run without a conflict pays this month in full (P6)."""
        before = self.carried
        carried = msgspec.structs.replace(
            before,
            year=self._year(),
            last_year=self._last_year(),
            held=(*before.held, name_of(self.month)),
        )
        return self._slip(Outcome.HOLD, (), carried, findings=tuple(findings))

    def _year(self) -> YearToDate:
        year = self.carried.year
        return year if year.year == year_of(self.month) else YearToDate(year=year_of(self.month))

    def _last_year(self) -> YearToDate | None:
        before = self.carried
        return before.last_year if before.year.year == year_of(self.month) else before.year

    def paid(self, pay: MonthPay, retro: Sequence[Line]) -> Slip:
        this, first = year_of(self.month), self.first_month
        last_year = year_before(self.timeline, self._last_year(), this - 1, first)
        now = deductions(self.timeline, self.month, first, last_year)
        year = year_before(self.timeline, self._year(), this, first)
        money = settle(pay, retro, Before(year, now, self.carried))
        debt = debt_of(self.timeline, self.month, money, self.carried)
        if pay.spell is None and not money.lines and not debt.total_fen:
            return self._not_serving()
        lines = [*money.lines, *tax_line(pay, money, now), *advances(pay, money)]
        done = money.withholding
        assert done is not None  # noqa: S101  settle always withholds
        gross, own = money.total(Part.GROSS), money.total(Part.OWN)
        tax = done.tax_fen + money.alone_tax_fen
        return msgspec.structs.replace(
            self._slip(
                Outcome.PROPOSE,
                tuple(_in_order(lines)),
                self._go_on(pay, money),
                findings=(
                    *pay.findings,
                    *_set_aside(self.timeline, pay),
                    *debt.findings(self.timeline, retro),
                ),
            ),
            gross_fen=gross,
            own_fen=own,
            taxable_fen=done.taxable_fen,
            tax_fen=tax,
            damage_fen=money.damage_fen,
            repaid_fen=money.repaid_fen,
            advanced_fen=money.advanced_fen,
            net_fen=gross - own - tax - money.damage_fen - money.repaid_fen + money.advanced_fen,
            unit_fen=money.total(Part.UNIT),
            owed_fen=debt.total_fen,
        )

    def _not_serving(self) -> Slip:
        before = msgspec.structs.replace(
            self.carried, year=self._year(), last_year=self._last_year()
        )
        facts = [f for s in self.timeline.spells[-1:] for f in s.facts]
        finding = Finding(
            claim="is_serving", met=False, reason="NOT_SERVING", facts=self.timeline.cite(*facts)
        )
        return self._slip(Outcome.NOT_ELIGIBLE, (), before, findings=(finding,))

    def _go_on(self, pay: MonthPay, money: Money) -> Carried:
        before, year = self.carried, self._year()
        done = money.withholding
        assert done is not None  # noqa: S101  settle always withholds
        gross = money.total(Part.GROSS)
        alone = sum(line.amount_fen for line in money.alone)
        severance = sum(x.amount_fen for x in money.alone if x.item == Item.SEVERANCE)
        made_up = [m for m in before.held if int(m[:4]) == year.year]
        return Carried(
            year=YearToDate(
                year=year.year,
                wages_fen=year.wages_fen + gross - severance,
                income_fen=year.income_fen + gross - alone,
                own_fen=year.own_fen + money.total(Part.OWN),
                withheld_fen=year.withheld_fen + done.tax_fen,
                months=year.months + (pay.spell is not None) + len(made_up),
                bonus_alone=year.bonus_alone or any(x.item == Item.BONUS for x in money.alone),
            ),
            last_year=self._last_year(),
            damage_fen=before.damage_fen + money.damage_fen,
            advanced_fen=before.advanced_fen + money.advanced_fen - money.repaid_fen,
            open_from=money.open_from,
        )

    def _slip(
        self,
        outcome: Outcome,
        lines: tuple[Line, ...],
        carried: Carried,
        *,
        findings: tuple[Finding, ...],
    ) -> Slip:
        spell = self.timeline.spell(self.month)
        dossier = self.timeline.dossier
        return Slip(
            person=dossier.person,
            month=name_of(self.month),
            first_month=name_of(self.first_month),
            closed_at=self.closed_at,
            outcome=outcome,
            category=spell.category.value if spell is not None else "",
            lines=lines,
            findings=findings,
            carried=carried,
            rules_sha256=self.timeline.rules.sha256,
            evidence=dossier.evidence,
            facts_sha256=dossier.sha256(),
            policies=policies_of(lines),
        )


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """The month's own lines first, then differences, each as they came."""
    return sorted(lines, key=lambda line: line.due_fen is not None)


def _set_aside(timeline: Timeline, pay: MonthPay) -> Iterator[Finding]:
    if pay.spell is None or pay.spell.is_auxiliary:
        return
    for order in timeline.ranks.set_aside:
        yield Finding(
            claim="order_stands",
            met=False,
            reason="ORDER_SET_ASIDE",
            found={"rank": order.data.rank.value, "on": order.effective_on},
            facts=timeline.cite(order),
        )


def run_all(person: str, runs: Iterable[Run], facts: Iterable[Fact], rules: PayRules) -> list[Slip]:
    """Runs one after another, each with its own closing, of one person."""
    known = list(facts)
    slips: list[Slip] = []
    for asked in runs:
        slips.append(run(person, asked, known, rules, slips))
    return slips
