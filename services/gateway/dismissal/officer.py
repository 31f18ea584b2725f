"""The answer to a dismissal (辞退) question about an officer: failed years, absence, and bars.

Pure. Source: 公务员法 art. 88(1) and (5), 89.
"""

from collections.abc import Sequence

from services.assessment.events import Grade
from services.gateway.decision.decision import Decision, Outcome, Step
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.doubted import doubted
from services.gateway.decision.draft import Draft, sealed
from services.gateway.decision.employment import OFFICER, employment
from services.gateway.decision.finding import Finding, cite
from services.gateway.decision.grades import contradicting_grades, grades_by_year
from services.gateway.decision.question import Question
from services.gateway.dismissal.absence import absence
from services.gateway.dismissal.answers import conflicting, no_ground, outside
from services.gateway.dismissal.bars import (
    bar_findings,
    first_free_day,
    open_bars,
    standing_bars,
)
from services.gateway.dismissal.policy import DISMISSAL, DismissalLaw
from services.gateway.dismissal.retirement import RETIREMENT
from services.gateway.dismissal.surroundings import Surroundings
from services.kernel.fact import Fact
from services.kernel.policy import Policy, Shelf
from services.roster.events import DismissalBarBegan, ServiceEntered, ServiceLeft

_READ = (DismissalBarBegan, ServiceEntered, ServiceLeft)


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    policy = shelf.in_force(DISMISSAL.name, dossier.as_of)
    retirement = shelf.in_force(RETIREMENT.name, dossier.as_of)
    service = employment(dossier, OFFICER)
    s = Surroundings(dossier, policy.law.bars, retirement.law, service)
    return sealed(_draft(s, policy), question, dossier, [policy, retirement])


def _draft(s: Surroundings, policy: Policy) -> Draft:
    dossier = s.dossier
    gone = outside(s.service, "NOT_OFFICER", [])
    if gone is not None:
        return gone
    conflicts = [*contradicting_grades(dossier), *doubted(dossier, _READ)]
    if conflicts:
        return conflicting(conflicts)
    law: DismissalLaw = policy.law
    failed, open_years = _running(dossier, law)
    flag = policy.choice is None or policy.choice.no_grade_year.value == "flag_for_human"
    if len(failed) == law.incompetent.years_running and (flag or not open_years):
        return _failed(s, law, failed, open_years)
    absent = absence(dossier, law.absence)
    if absent is None:
        return no_ground(f"{law.incompetent.source}; {law.absence.source}")
    finding = absent.finding(law.absence)
    return _answer(s, finding, "absence", absent.facts)


def _running(dossier: Dossier, law: DismissalLaw) -> tuple[list[Fact], list[int]]:
    """The failed years at the end of the file, newest last, and the years between without a grade.

    A year whose result is 不确定等次 or missing neither fails nor passes.
    """
    graded = {
        year: fact
        for year, fact in grades_by_year(dossier).items()
        if fact.data.grade != Grade.UNDETERMINED
    }
    failed: list[Fact] = []
    for _, fact in sorted(graded.items(), reverse=True):
        is_enough = len(failed) == law.incompetent.years_running
        if fact.data.grade != law.incompetent.grade or is_enough:
            break
        failed.insert(0, fact)
    if not failed:
        return [], []
    first, last = failed[0].data.year, failed[-1].data.year
    return failed, [year for year in range(first, last) if year not in graded]


def _failed(s: Surroundings, law: DismissalLaw, failed: list[Fact], open_years: list[int]) -> Draft:
    finding = Finding(
        claim="years_running_failed",
        met=not open_years,
        reason="NO_GRADE_YEAR",
        clause=law.incompetent.source,
        required={"years": law.incompetent.years_running},
        found={
            "years": ", ".join(str(f.data.year) for f in failed),
            "open": ", ".join(map(str, open_years)) or None,
            "on": max(f.effective_on for f in failed),
        },
        facts=cite(failed),
    )
    return _answer(s, finding, "incompetent_years", failed)


def _answer(s: Surroundings, ground: Finding, name: str, facts: Sequence[Fact]) -> Draft:
    """What a ground comes to once the bars have been looked at; one not met is for a person."""
    day, ground_on = s.dossier.as_of, max(f.effective_on for f in facts)
    findings = [ground, *bar_findings(s, day)]
    if standing_bars(s, day):
        draft = Draft(Outcome.BLOCKED, findings, due_on=ground_on)
        draft.blocked_until = findings[-1].until
        draft.earliest_on = first_free_day(s, day)
        return draft
    if not ground.met or open_bars(s, day):
        return Draft(Outcome.HOLD, findings)
    on = first_free_day(s, ground_on) or ground_on
    step = Step(
        outcome=Outcome.PROPOSE,
        ground=name,
        effective_on=on,
        clause=ground.clause,
        facts=cite(facts),
    )
    return Draft(Outcome.PROPOSE, findings, effective_on=on, due_on=ground_on, steps=(step,))
