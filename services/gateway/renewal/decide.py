"""The answer to a contract renewal question: when it is due, for which term, on which grades. Pure.

Source: 劳动合同法 art. 14, 44, 45.
"""

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
from services.gateway.renewal.contracts import Contracts, contracts, years_served
from services.gateway.renewal.policy import RENEWAL, RenewalChoice, RenewalLaw
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.kernel.policy import Policy, Shelf
from services.roster.events import (
    ContractEnded,
    ContractKind,
    ContractSigned,
    DismissalBarBegan,
    ServiceEntered,
    ServiceLeft,
)

_READ = (ContractSigned, ContractEnded, DismissalBarBegan, ServiceEntered, ServiceLeft)


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    policy = shelf.chosen(RENEWAL.name, dossier.as_of)
    return sealed(_draft(dossier, policy), question, dossier, [policy])


def _draft(dossier: Dossier, policy: Policy) -> Draft:
    service = employment(dossier, AUXILIARY)
    found = contracts(dossier, service)
    nothing = _nothing(service, found)
    if nothing is not None or found.last is None:
        return Draft(Outcome.NOT_ELIGIBLE, [nothing] if nothing else [])
    groups = [*contradicting_grades(dossier), *doubted(dossier, _READ)]
    if groups:
        findings = [
            Finding(claim="no_conflict", met=False, reason="CONFLICT", facts=cite(g))
            for g in groups
        ]
        return Draft(Outcome.HOLD, findings)
    last_day: date = found.last.data.last_day or date.max
    return _due(dossier, policy, (service, found), last_day)


def _nothing(service: Employment, found: Contracts) -> Finding | None:
    """Why there is nothing to renew."""
    last = found.last
    facts: list[Fact | None] = [service.other, service.left, found.ended]
    words = ("NOT_AUXILIARY", "NOT_SERVING", "CONTRACT_ENDED")
    for fact, reason in zip(facts, words, strict=True):
        if fact is not None:
            return Finding(claim="renewable", met=False, reason=reason, facts=cite([fact]))
    if last is None:
        return Finding(claim="renewable", met=False, reason="NO_CONTRACT")
    if last.data.kind == ContractKind.OPEN or last.data.last_day is None:
        return Finding(claim="renewable", met=False, reason="OPEN_CONTRACT", facts=cite([last]))
    return None


def _due(
    dossier: Dossier, policy: Policy, held: tuple[Employment, Contracts], last_day: date
) -> Draft:
    choice: RenewalChoice = policy.choice
    service, found = held
    day, begins = dossier.as_of, last_day + ONE_DAY
    due_on = last_day - timedelta(days=choice.proposed_days_before.value)
    kind, open_terms = _kind(policy.law, found, years_served(found, service, begins))
    findings = [
        Finding(
            claim="renewal_due",
            met=day >= due_on,
            reason="NOT_DUE",
            clause=choice.proposed_days_before.source,
            required={"days_before": choice.proposed_days_before.value},
            found={"last_day": last_day, "due_on": due_on},
            earliest_on=due_on,
            facts=cite([found.last] if found.last else []),
        ),
        open_terms,
        _grades(dossier, choice, service),
        *_extended(dossier, policy.law, last_day),
    ]
    draft = Draft(_word(findings, day, due_on), findings, due_on=due_on)
    draft.particulars = {
        "contract": kind.value,
        "fixed_contracts": found.fixed,
        "last_day": last_day.isoformat(),
        "expired": day > last_day,
    }
    if draft.outcome == Outcome.PROPOSE:
        draft.to, draft.effective_on = kind.value, begins
        draft.steps = (
            Step(
                outcome=Outcome.PROPOSE,
                ground="renewal",
                to=kind.value,
                effective_on=begins,
                clause=open_terms.clause,
                facts=cite(found.signed),
            ),
        )
    return draft


def _word(findings: list[Finding], day: date, due_on: date) -> Outcome:
    if day < due_on:
        return Outcome.WAIT
    is_failed = any(f.reason == "FAILED_YEAR" and not f.met for f in findings)
    return Outcome.HOLD if is_failed else Outcome.PROPOSE


def _kind(law: RenewalLaw, found: Contracts, years: int) -> tuple[ContractKind, Finding]:
    """Two fixed terms running or ten years: the next has no fixed term. Source: art. 14."""
    rules = law.open_contract
    must_be_open = found.fixed >= rules.after_fixed_contracts or years >= rules.after_years
    finding = Finding(
        claim="fixed_term_possible",
        met=not must_be_open,
        clause=rules.source,
        required={"contracts": rules.after_fixed_contracts, "years": rules.after_years},
        found={"contracts": found.fixed, "years": years},
        facts=cite(found.signed),
    )
    return (ContractKind.OPEN if must_be_open else ContractKind.FIXED), finding


def _grades(dossier: Dossier, choice: RenewalChoice, service: Employment) -> Finding:
    """The latest graded year; a failed one leaves it to a person."""
    graded = [
        f
        for f in grades_by_year(dossier).values()
        if f.data.grade != Grade.UNDETERMINED and f.effective_on >= service.since
    ]
    latest = graded[-1] if graded else None
    return Finding(
        claim="latest_year_passed",
        met=latest is None or latest.data.grade not in choice.failed_grades.value,
        reason="FAILED_YEAR",
        clause=choice.failed_grades.source,
        found={"year": latest.data.year, "grade": latest.data.grade.value} if latest else {},
        facts=cite([latest] if latest else []),
    )


def _extended(dossier: Dossier, law: RenewalLaw, last_day: date) -> list[Finding]:
    """The contract runs on by law while such a state lasts. Source: art. 45."""
    found = [
        f
        for f in dossier.of(DismissalBarBegan)
        if f.data.bar in law.extension.extending
        and f.effective_on <= last_day <= (f.data.last_day or date.max)
    ]
    return [
        Finding(
            claim="runs_on_by_law",
            met=True,
            clause=law.extension.source,
            found={"bar": f.data.bar.value, "until": f.data.last_day},
            facts=cite([f]),
        )
        for f in found
    ]
