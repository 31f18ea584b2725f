"""Help before a termination: training or another post between the failed results. Pure."""

from collections.abc import Sequence

from services.gateway.decision.dossier import Dossier
from services.gateway.dismissal.policy import TerminationChoice, TerminationLaw
from services.kernel.fact import Fact
from services.kernel.policy import Policy
from services.roster.events import DutyPostAssigned, UnitAssigned
from services.training.events import CourseFailed, CoursePassed


def help_between(dossier: Dossier, policy: Policy, failed: Sequence[Fact]) -> list[Fact]:
    """After the first result and not after the last (S16); with one result only, after it.

    A course counts whether passed or failed: the law asks that help was given.
    Source: 劳动合同法 art. 40(2).
    """
    law: TerminationLaw = policy.law
    choice: TerminationChoice = policy.choice
    days = [f.effective_on for f in failed]
    first, last = min(days), max(days)
    if first == last:
        last = dossier.as_of
    found = [
        f
        for f in dossier.of(CoursePassed, CourseFailed)
        if f.data.course in law.no_fault.help_courses
    ]
    found += _new_posts(dossier)
    if choice.failed_years.unit_move_is_help:
        found += dossier.of(UnitAssigned)
    inside = [f for f in found if first < f.effective_on <= last]
    return sorted(inside, key=lambda f: (f.effective_on, f.recorded_at, f.subject_seq))


def _new_posts(dossier: Dossier) -> list[Fact]:
    """Assignments to another kind of post than the one before."""
    found: list[Fact] = []
    before: Fact | None = None
    for fact in dossier.of(DutyPostAssigned):
        if before is None or fact.data.duty_post != before.data.duty_post:
            found.append(fact)
        before = fact
    return found
