"""The answers about annual grades: their consequences, and what a year admits. Pure."""

from services.assessment.events import Grade
from services.gateway.annual.consequences import consequences
from services.gateway.annual.limits import limits
from services.gateway.annual.policy import ANNUAL, AnnualLaw
from services.gateway.annual.years import Year, years
from services.gateway.decision.decision import Decision, Outcome, Step
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.doubted import doubted
from services.gateway.decision.draft import Draft, sealed
from services.gateway.decision.employment import OFFICER, employment
from services.gateway.decision.finding import Finding, cite
from services.gateway.decision.grades import contradicting_grades
from services.gateway.decision.question import Question
from services.gateway.rank.blocks import sanction_periods
from services.gateway.rank.policy import POLICE_RANK
from services.kernel.policy import Shelf
from services.roster.events import (
    PostAssigned,
    PostManner,
    SanctionImposed,
    SanctionLifted,
    ServiceEntered,
    ServiceLeft,
)

_READ = (PostAssigned, SanctionImposed, SanctionLifted, ServiceEntered, ServiceLeft)


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    """Everything the results up to `as_of` lead to and that is not on file, in order."""
    policy = shelf.chosen(ANNUAL.name, dossier.as_of)
    rank = shelf.in_force(POLICE_RANK.name, dossier.as_of)
    law: AnnualLaw = policy.law
    draft = _excluded(dossier)
    if draft is None:
        found = years(dossier, law, policy.choice)
        delays = sanction_periods(dossier, rank.law.sanctions)
        draft = _draft(dossier, law, found, consequences(dossier, law, found, delays))
    return sealed(draft, question, dossier, [policy, rank])


def _excluded(dossier: Dossier) -> Draft | None:
    other = employment(dossier, OFFICER).other
    if other is not None:
        finding = Finding(claim="is_officer", met=False, reason="NOT_OFFICER", facts=cite([other]))
        return Draft(Outcome.NOT_ELIGIBLE, [finding])
    findings = [
        Finding(
            claim="no_conflict",
            met=False,
            reason="CONFLICT",
            found={"year": group[0].data.year},
            facts=cite(group),
        )
        for group in contradicting_grades(dossier)
    ]
    findings += [
        Finding(
            claim="file_agrees",
            met=False,
            reason="CONFLICT",
            found={"on": group[0].effective_on},
            facts=cite(group),
        )
        for group in doubted(dossier, _READ)
    ]
    return Draft(Outcome.HOLD, findings) if findings else None


def _draft(dossier: Dossier, law: AnnualLaw, found: list[Year], steps: list[Step]) -> Draft:
    findings = [_told(year, law) for year in found]
    if not found:
        missing = Finding(claim="year_graded", met=False, reason="NO_GRADE")
        return Draft(Outcome.NOT_ELIGIBLE, [missing])
    is_wrong = any(year.against is not None for year in found)
    is_lowered = any(step.outcome == Outcome.ADJUST for step in steps)
    word = Outcome.ADJUST if is_lowered else Outcome.PROPOSE if steps else Outcome.WAIT
    if word == Outcome.WAIT and not is_wrong:
        findings.append(Finding(claim="anything_owed", met=False, reason="NOTHING_OWED"))
    draft = Draft(Outcome.HOLD if is_wrong else word, findings, steps=tuple(steps))
    if steps and not is_wrong:
        draft.effective_on = steps[0].effective_on
    latest = found[-1]
    counted = sum(year.is_counted for year in found)
    draft.particulars = {
        "year": latest.year,
        "bonus": latest.is_counted,
        "counted_years": counted,
        "toward_salary_step": counted % law.counted.years_a_salary_step,
        "toward_salary_grade": counted % law.counted.years_a_salary_grade,
        "months_shortened": _shortened(dossier, law, found),
        "no_promotion_in": latest.year + 1 if latest.is_graded(law.basic.grade) else None,
    }
    return draft


def _told(year: Year, law: AnnualLaw) -> Finding:
    if year.against is not None:
        return Finding(
            claim="grade_possible",
            met=False,
            reason="GRADE_NOT_POSSIBLE",
            clause=year.against.clause,
            required={"highest": year.against.highest.value},
            found={"year": year.year, "grade": year.grade.value},
            facts=cite([year.fact, *year.against.facts]),
        )
    return Finding(
        claim="year_counted",
        met=year.is_counted,
        clause=law.counted.source,
        found={"year": year.year, "grade": year.grade.value},
        facts=cite([year.fact]),
    )


def _shortened(dossier: Dossier, law: AnnualLaw, found: list[Year]) -> int:
    """Months off the time for the next 职级: excellent years decided while in the present one."""
    posts = [f for f in dossier.of(PostAssigned) if f.data.manner != PostManner.LATERAL]
    since = posts[-1].effective_on if posts else None
    excellent = [
        y
        for y in found
        if y.is_graded(law.excellent.grade) and (since is None or y.fact.effective_on >= since)
    ]
    return len(excellent) * law.excellent.post_grade_months_shortened


def decide_limit(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    """The best grade the year of `as_of` still admits, for everybody but the pool's quota."""
    policy = shelf.chosen(ANNUAL.name, dossier.as_of)
    excluded = _excluded(dossier)
    if excluded is not None:
        return sealed(excluded, question, dossier, [policy])
    year = dossier.as_of.year
    found = limits(dossier, policy.law, policy.choice, year)
    findings = [
        Finding(
            claim="grade_unlimited",
            met=False,
            reason=limit.reason,
            clause=limit.clause,
            found={"year": year, "highest": limit.highest.value},
            facts=cite(limit.facts),
        )
        for limit in found
    ]
    if not found:
        findings = [Finding(claim="grade_unlimited", met=True, found={"year": year})]
    is_open = any(limit.reason == "CASE_OPEN" for limit in found)
    word = Outcome.HOLD if is_open else Outcome.NOT_ELIGIBLE if found else Outcome.ELIGIBLE
    is_void = any(limit.highest == Grade.UNDETERMINED for limit in found)
    highest = Grade.UNDETERMINED if is_void else Grade.COMPETENT if found else Grade.EXCELLENT
    draft = Draft(word, findings, particulars={"year": year, "highest": highest.value})
    return sealed(draft, question, dossier, [policy])
