"""The answer to a contract termination question about an auxiliary: ground, legal path, terms.

Pure. The engine proposes and names the path; a person decides.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from services.assessment.events import Grade
from services.gateway.decision.decision import Decision, Outcome, Step
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.doubted import doubted
from services.gateway.decision.draft import Draft, sealed
from services.gateway.decision.employment import AUXILIARY, Employment, employment
from services.gateway.decision.finding import Finding, cite
from services.gateway.decision.grades import contradicting_grades, grades_by_year
from services.gateway.decision.question import Question
from services.gateway.dismissal.answers import conflicting, no_ground, outside
from services.gateway.dismissal.bars import (
    bar_findings,
    first_free_day,
    open_bars,
    standing_bars,
)
from services.gateway.dismissal.help import help_between
from services.gateway.dismissal.policy import TERMINATION, TerminationChoice, TerminationLaw
from services.gateway.dismissal.retirement import RETIREMENT
from services.gateway.dismissal.severance import half_months
from services.gateway.dismissal.surroundings import Surroundings
from services.gateway.pay.policy import SEVERANCE
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.kernel.policy import Policy, Shelf
from services.roster.events import (
    ContractEnded,
    ContractSigned,
    ConvictionFinal,
    DismissalBarBegan,
    EndingPath,
    ServiceEntered,
    ServiceLeft,
)

_READ = (ContractSigned, ContractEnded, DismissalBarBegan, ServiceEntered, ServiceLeft)


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    policy = shelf.chosen(TERMINATION.name, dossier.as_of)
    severance = shelf.in_force(SEVERANCE.name, dossier.as_of)
    retirement = shelf.in_force(RETIREMENT.name, dossier.as_of)
    service = employment(dossier, AUXILIARY)
    s = Surroundings(dossier, policy.law.bars, retirement.law, service)
    draft = _draft(s, policy, severance)
    return sealed(draft, question, dossier, [policy, severance, retirement])


def _draft(s: Surroundings, policy: Policy, severance: Policy) -> Draft:
    dossier, service = s.dossier, s.service
    ended = [f for f in dossier.of(ContractEnded) if f.effective_on >= service.since]
    gone = outside(service, "NOT_AUXILIARY", ended)
    if gone is not None:
        return gone
    law: TerminationLaw = policy.law
    crimes = [
        f
        for f in dossier.of(ConvictionFinal)
        if f.data.punishment in law.criminal_liability.punishments
        and f.effective_on >= service.since
    ]
    if crimes:
        return _at_once(law, crimes[0])
    conflicts = [*contradicting_grades(dossier), *doubted(dossier, _READ)]
    if conflicts:
        return conflicting(conflicts)
    failed = _failed_years(dossier, policy.choice, service)
    if not failed:
        return no_ground(policy.choice.failed_years.source)
    draft = _failed(s, policy, failed)
    if draft.outcome == Outcome.PROPOSE and service.entered is not None:
        until = dossier.as_of + ONE_DAY
        halves = half_months(service.since, until, severance.law.pay)
        draft.particulars["severance_half_months"] = halves
    return draft


def _at_once(law: TerminationLaw, crime: Fact) -> Draft:
    """No notice, no severance, and no bar stands against it. Source: 劳动合同法 art. 39(6)."""
    finding = Finding(
        claim="criminally_liable",
        met=True,
        clause=law.criminal_liability.source,
        found={"punishment": crime.data.punishment.value, "on": crime.effective_on},
        facts=cite([crime]),
    )
    step = _step(
        EndingPath.FAULT_39.value, law.criminal_liability.source, crime.effective_on, [crime]
    )
    return Draft(
        Outcome.PROPOSE,
        [finding],
        effective_on=crime.effective_on,
        due_on=crime.effective_on,
        steps=(step,),
        particulars={
            "path": EndingPath.FAULT_39.value,
            "clause": law.criminal_liability.source,
            "immediate": True,
            "notice_days": 0,
            "union_told": law.union_told.value,
            "severance": False,
            "legal_review": False,
        },
    )


def _failed_years(dossier: Dossier, choice: TerminationChoice, service: Employment) -> list[Fact]:
    """The last graded years, when all of them are failed; a year without a grade is passed over."""
    rules = choice.failed_years
    graded = [
        f
        for f in grades_by_year(dossier).values()
        if f.data.grade != Grade.UNDETERMINED and f.effective_on >= service.since
    ]
    last = graded[-rules.years :]
    if len(last) < rules.years or any(f.data.grade not in rules.grades for f in last):
        return []
    return last


def _failed(s: Surroundings, policy: Policy, failed: Sequence[Fact]) -> Draft:
    rules = policy.choice.failed_years
    day, ground_on = s.dossier.as_of, max(f.effective_on for f in failed)
    helped = help_between(s.dossier, policy, failed)
    findings = [*_findings(policy, failed, helped), *bar_findings(s, day)]
    if rules.help_needed and not helped:
        return Draft(Outcome.WAIT, findings, blocked_until=findings[-1].until)
    if standing_bars(s, day):
        draft = Draft(Outcome.BLOCKED, findings, due_on=ground_on)
        draft.blocked_until = findings[-1].until
        draft.earliest_on = first_free_day(s, day)
        return draft
    if open_bars(s, day):
        return Draft(Outcome.HOLD, findings, due_on=ground_on)
    on = first_free_day(s, ground_on) or ground_on
    return _proposed(policy, findings, on, (failed, helped), day)


def _proposed(
    policy: Policy,
    findings: list[Finding],
    on: date,
    cited: tuple[Sequence[Fact], Sequence[Fact]],
    day: date,
) -> Draft:
    law: TerminationLaw = policy.law
    rules = policy.choice.failed_years
    clause = rules.source if rules.path == "local_rule" else law.no_fault.source
    failed, helped = cited
    return Draft(
        Outcome.PROPOSE,
        findings,
        effective_on=on,
        due_on=max(f.effective_on for f in failed),
        earliest_on=day + timedelta(days=law.no_fault.notice_days),
        steps=(_step(rules.path, clause, on, [*failed, *helped]),),
        particulars={
            "path": rules.path,
            "clause": clause,
            "immediate": False,
            "notice_days": law.no_fault.notice_days,
            "pay_in_lieu_months": law.no_fault.pay_in_lieu_months,
            "union_told": law.union_told.value,
            "severance": True,
            "legal_review": rules.legal_review,
        },
    )


def _findings(policy: Policy, failed: Sequence[Fact], helped: Sequence[Fact]) -> list[Finding]:
    law: TerminationLaw = policy.law
    rules = policy.choice.failed_years
    years = Finding(
        claim="years_failed",
        met=True,
        clause=rules.source,
        required={"years": rules.years},
        found={
            "years": ", ".join(str(f.data.year) for f in failed),
            "on": max(f.effective_on for f in failed),
        },
        facts=cite(failed),
    )
    given = Finding(
        claim="help_given",
        met=bool(helped),
        reason="HELP_FIRST",
        clause=law.no_fault.source,
        found={"on": helped[0].effective_on} if helped else {},
        facts=cite(helped),
    )
    return [years, *([given] if rules.help_needed else [])]


def _step(path: str, clause: str, on: date, facts: Sequence[Fact]) -> Step:
    return Step(
        outcome=Outcome.PROPOSE, ground=path, effective_on=on, clause=clause, facts=cite(facts)
    )
