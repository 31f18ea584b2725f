"""The answer to an auxiliary level question, from one person's dossier and the policies in force.

Pure.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from services.gateway.decision.decision import Decision
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.doubted import doubted
from services.gateway.decision.draft import Draft, sealed
from services.gateway.decision.grades import contradicting_grades
from services.gateway.decision.question import Question, Reading
from services.gateway.level import answers, criteria
from services.gateway.level.policy import AUXILIARY_LEVEL
from services.gateway.level.surroundings import Surroundings, surroundings
from services.gateway.level.wage import Wages
from services.gateway.level.walk import Walk, walk
from services.kernel.fact import Fact
from services.kernel.policy import NoPolicyInForce, Policy, Shelf
from services.roster.events import (
    AuxiliaryLevelAwarded,
    EducationRecorded,
    ServiceEntered,
    ServiceLeft,
)

_READ = (AuxiliaryLevelAwarded, EducationRecorded, ServiceEntered, ServiceLeft)


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    """Every person and day has an answer; the same evidence and policies give the same bytes."""
    today = shelf.in_force(AUXILIARY_LEVEL.name, dossier.as_of)
    policies: list[Policy] = [today]

    def around(day: date) -> Surroundings:
        """An order is judged by the policy of its own day; before the first one by today's."""
        try:
            policies.append(shelf.in_force(AUXILIARY_LEVEL.name, day))
        except NoPolicyInForce:
            policies.append(today)
        return surroundings(dossier, policies[-1])

    walked = walk(dossier, around, as_ordered=question.reading == Reading.AS_ORDERED)
    wages = Wages(shelf)
    draft = _draft(around(dossier.as_of), walked, wages)
    draft.findings += [criteria.order_stands(wrong) for wrong in walked.wrong]
    draft.set_aside = tuple(answers.set_aside(wrong, wages) for wrong in walked.wrong)
    return sealed(draft, question, dossier, [*policies, *wages.used])


def _draft(s: Surroundings, walked: Walk, wages: Wages) -> Draft:
    conflicts = list(_conflicts(s))
    if not _serves(s):
        return _not_serving(s)
    if conflicts:
        return answers.conflicting(conflicts)
    if walked.held is None:
        found = walked.first
        return answers.before_first(s, found) if found else answers.nothing("NO_LEVEL", [])
    if walked.owed:
        draft = answers.owed(s, walked, wages)
    elif (
        walked.first is not None
        and not walked.first_is_ordered
        and answers.is_fresh(walked.held, s.dossier.as_of)
    ):
        return answers.first(s, walked.held, walked.first, wages)
    else:
        draft = answers.pending(s, walked.held)
    if walked.first is not None and not walked.first_is_ordered:
        draft.findings.append(criteria.first_ordered(s, walked.first))
    return draft


def _serves(s: Surroundings) -> bool:
    return s.service.other is None and s.service.left is None


def _not_serving(s: Surroundings) -> Draft:
    if s.service.other is not None:
        return answers.nothing("NOT_AUXILIARY", [s.service.other])
    return answers.nothing("NOT_SERVING", [s.service.left] if s.service.left else [])


def _conflicts(s: Surroundings) -> Iterator[list[Fact]]:
    """Levels of one day, or results of one year, that cannot both be true."""
    orders = s.of(AuxiliaryLevelAwarded, s.dossier.as_of)
    for _, group in groupby(orders, key=lambda f: f.effective_on):
        same = list(group)
        if len({f.data.level for f in same}) > 1:
            yield same
    yield from contradicting_grades(s.dossier)
    yield from doubted(s.dossier, _READ, (AuxiliaryLevelAwarded,))
