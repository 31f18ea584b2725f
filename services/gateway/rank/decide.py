"""The answer to a police rank question, from one person's dossier and the policies in force.

Pure.
"""

from collections.abc import Callable
from datetime import date
from itertools import groupby

from services.assessment.events import AnnualGradeDecided
from services.gateway.decision.decision import Decision, Outcome, used
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.doubted import doubted
from services.gateway.decision.question import Question, Reading
from services.gateway.rank import answers
from services.gateway.rank.answers import Answer
from services.gateway.rank.first_award import first_award
from services.gateway.rank.lowering import REDUCTION, Impossible
from services.gateway.rank.policy import POLICE_RANK, RANK_ALLOWANCE, AllowanceLaw
from services.gateway.rank.surroundings import Surroundings, surroundings
from services.gateway.rank.walk import Walk, walk
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY, first_of_next_month
from services.kernel.policy import NoPolicyInForce, Policy, Shelf
from services.roster.events import (
    CaseClosed,
    EducationRecorded,
    PostAssigned,
    RankAwarded,
    RankReductionImposed,
    SanctionImposed,
    SanctionLifted,
    ServiceEntered,
    ServiceLeft,
)

# What a rank rests on in the roster; of the second two of one day are compared here.
_READ = (
    RankAwarded,
    PostAssigned,
    EducationRecorded,
    ServiceEntered,
    ServiceLeft,
    SanctionImposed,
    SanctionLifted,
    CaseClosed,
)
_JUDGED = (RankAwarded, PostAssigned)


class _Policies:
    """The policies in force on the days a decision asks about; remembers which it used."""

    def __init__(self, dossier: Dossier, shelf: Shelf) -> None:
        self._dossier, self._shelf = dossier, shelf
        self._around: dict[str, Surroundings] = {}
        self.question = shelf.chosen(POLICE_RANK.name, dossier.as_of)
        self.used: list[Policy] = [self.question]

    def around(self, day: date) -> Surroundings:
        """An order is judged by the policy of its own day; before the first one by today's."""
        try:
            policy = self._shelf.chosen(POLICE_RANK.name, day)
        except NoPolicyInForce:
            policy = self.question
        if policy.id not in self._around:
            self.used.append(policy)
            self._around[policy.id] = surroundings(self._dossier, policy)
        return self._around[policy.id]

    def allowance(self, on: date) -> AllowanceLaw | None:
        """The table of the month after `on`; None before there was an allowance."""
        try:
            policy = self._shelf.in_force(RANK_ALLOWANCE.name, first_of_next_month(on))
        except NoPolicyInForce:
            return None
        self.used.append(policy)
        table: AllowanceLaw = policy.law
        return table


def decide(question: Question, dossier: Dossier, shelf: Shelf) -> Decision:
    """Every person and day has an answer; the same evidence and policies give the same bytes."""
    policies = _Policies(dossier, shelf)
    walked = Walk()
    try:
        if question.reading == Reading.AS_ORDERED:
            walked = walk(dossier, policies.around, as_ordered=True)
        else:
            walked = walk(dossier, policies.around, as_ordered=False)
        answer = _answer(dossier, walked, policies)
    except Impossible as wrong:
        answer = answers.rejected(wrong.fact, "LOWEST_RANK", REDUCTION)
    answer.findings += [answers.orders_stand(wrong) for wrong in walked.wrong]
    answer.findings += [answers.follows(taken) for taken in walked.taken]
    return Decision(
        kind=question.kind,
        person=question.person,
        as_of=question.as_of,
        known_at=question.known_at,
        reading=question.reading.value,
        outcome=answer.outcome,
        from_=answer.from_.value if answer.from_ is not None else None,
        to=answer.to.value if answer.to is not None else None,
        effective_on=answer.effective_on,
        due_on=answer.due_on,
        blocked_until=answer.blocked_until,
        earliest_on=answer.earliest_on,
        next_due_on=answer.next_due_on,
        early_possible_from=answer.early_possible_from,
        approver=answer.approver,
        steps=answer.steps,
        set_aside=tuple(
            answers.set_aside(w, policies.allowance(w.order.effective_on)) for w in walked.wrong
        ),
        findings=tuple(answer.findings),
        evidence=dossier.evidence,
        facts_sha256=dossier.sha256(),
        policies=used(*policies.used),
    )


def _answer(dossier: Dossier, walked: Walk, policies: _Policies) -> Answer:
    s = policies.around(dossier.as_of)
    _refuse_impossible(dossier, walked, s)
    is_lost = any(o.outcome == Outcome.CANCEL for o in walked.owed)
    conflicts = [*_conflicts(dossier), *doubted(dossier, _READ, _JUDGED)]
    if conflicts and not is_lost:
        return answers.conflicting(conflicts)
    if not dossier.of(RankAwarded):
        found = first_award(s)
        return answers.first(s.law, found, policies.allowance(found.on) if found.on else None)
    left = _left(dossier)
    only_promotions = all(o.outcome == Outcome.PROMOTE for o in walked.owed)
    if left is not None and only_promotions and (walked.held is not None):
        held = walked.owed[0].held if walked.owed else walked.held
        return answers.not_serving(held, left)
    if walked.owed:
        steps = tuple(answers.step_of(o, s.law, policies.allowance(o.on)) for o in walked.owed)
        return answers.owed(walked, steps, s)
    if walked.held is None:
        return answers.without_rank(walked.lost or dossier.facts[-1])
    return answers.pending(s, walked.held)


def _refuse_impossible(dossier: Dossier, walked: Walk, s: Surroundings) -> None:
    """A reduction that cannot be, also one that lies ahead: the fact is refused, not the day."""
    ahead = [f for f in dossier.ahead if f.type in (RankReductionImposed.TYPE, RankAwarded.TYPE)]
    first = ahead[0] if ahead else None
    if first is None or first.type != RankReductionImposed.TYPE or walked.held is None:
        return
    if walked.held.rank == s.law.reduction.not_below:
        raise Impossible(first)


def _conflicts(dossier: Dossier) -> list[list[Fact]]:
    """Facts of one day that cannot both be true. Two equal ones are no conflict (S14)."""
    said: dict[str, Callable[[Fact], object]] = {
        RankAwarded.TYPE: lambda f: f.data.rank,
        PostAssigned.TYPE: lambda f: f.data.post_grade,
        AnnualGradeDecided.TYPE: lambda f: f.data.grade,
    }
    found: list[list[Fact]] = []
    for kind, says in said.items():
        facts = sorted(dossier.by_type.get(kind, ()), key=_conflict_place)
        for _, group in groupby(facts, key=_conflict_place):
            same = list(group)
            if len({says(f) for f in same}) > 1:
                found.append(same)
    return found


def _conflict_place(fact: Fact) -> tuple[date, int]:
    year = fact.data.year if fact.type == AnnualGradeDecided.TYPE else 0
    return (fact.effective_on, year)


def _left(dossier: Dossier) -> Fact | None:
    """The leaving that ended service before the day asked about, unless service began again."""
    moves = dossier.of(ServiceEntered, ServiceLeft)
    last = moves[-1] if moves else None
    if last is None or last.type != ServiceLeft.TYPE:
        return None
    return last if last.effective_on + ONE_DAY <= dossier.as_of else None
