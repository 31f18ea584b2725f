"""What is answered when something is owed, when it is not yet, and when a fact cannot be. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.gateway.decision.decision import AmountChange, Outcome, SetAside, Step
from services.gateway.decision.finding import Finding, cite, reasons
from services.gateway.rank import criteria, early
from services.gateway.rank.first_award import FirstAnswer
from services.gateway.rank.ladder import above, approver
from services.gateway.rank.policy import AllowanceLaw, RankLaw
from services.gateway.rank.surroundings import Held, Surroundings
from services.gateway.rank.walk import Owed, Taken, Walk, Wrong
from services.gateway.rank.ways import Way, lands, ways
from services.kernel.fact import Fact
from services.kernel.legal_dates import first_of_next_month, next_day_after
from services.roster.events import PoliceRank, RankManner

ALLOWANCE = "rank_allowance"  # 警衔津贴


@dataclass
class Answer:
    """The parts of a decision that its question and evidence do not give."""

    outcome: Outcome
    findings: list[Finding] = field(default_factory=list)
    from_: PoliceRank | None = None
    to: PoliceRank | None = None
    effective_on: date | None = None
    due_on: date | None = None
    blocked_until: date | None = None
    earliest_on: date | None = None
    next_due_on: date | None = None
    early_possible_from: date | None = None
    approver: str | None = None
    steps: tuple[Step, ...] = ()


def rejected(fact: Fact, reason: str, clause: str) -> Answer:
    finding = Finding(
        claim="reduction_possible", met=False, reason=reason, clause=clause, facts=cite([fact])
    )
    return Answer(Outcome.REJECT, [finding])


def conflicting(groups: Sequence[Sequence[Fact]]) -> Answer:
    """Two facts that cannot both be true: both are kept, a person must say which stands."""
    return Answer(
        Outcome.HOLD,
        [
            Finding(
                claim="no_conflict",
                met=False,
                reason="CONFLICT",
                found={"on": group[0].effective_on, "kind": group[0].type},
                facts=cite(group),
            )
            for group in groups
        ],
    )


def not_serving(held: Held | None, left: Fact) -> Answer:
    finding = Finding(
        claim="is_serving",
        met=False,
        reason="NOT_SERVING",
        clause="警衔条例第十九条 [L1]",
        found={"since": left.effective_on},
        facts=cite([left]),
    )
    return Answer(Outcome.NOT_ELIGIBLE, [finding], from_=held.rank if held else None)


def without_rank(lost: Fact) -> Answer:
    finding = Finding(
        claim="holds_rank",
        met=False,
        reason="RANK_LOST",
        clause="警衔条例第十九条、第二十二条 [L1]",
        found={"since": lost.effective_on},
        facts=cite([lost]),
    )
    return Answer(Outcome.NOT_ELIGIBLE, [finding])


def first(law: RankLaw, found: FirstAnswer, allowance: AllowanceLaw | None) -> Answer:
    answer = Answer(found.outcome, found.findings, due_on=found.due_on)
    if found.rank is None or found.on is None:
        return answer
    step = Step(
        outcome=Outcome.PROPOSE,
        ground=RankManner.FIRST.value,
        to=found.rank.value,
        effective_on=found.on,
        clause=law.first_award.source,
        approver=approver(law, found.rank),
        changes=changes(allowance, None, found.rank, found.on),
        next_due_on=next_due(law, found.rank, found.on),
        facts=cite(found.facts),
    )
    answer.to, answer.effective_on, answer.steps = found.rank, found.on, (step,)
    answer.approver, answer.next_due_on = step.approver, step.next_due_on
    return answer


def changes(
    allowance: AllowanceLaw | None, old: PoliceRank | None, new: PoliceRank | None, on: date
) -> tuple[AmountChange, ...]:
    """The allowance before and after, from the first day of the next month."""
    if allowance is None:
        return ()
    table = allowance.monthly_fen()
    before = table[old] if old is not None else 0
    now = table[new] if new is not None else 0
    if before == now:
        return ()
    from_on = first_of_next_month(on)
    return (AmountChange(item=ALLOWANCE, from_fen=before, to_fen=now, from_on=from_on),)


def next_due(law: RankLaw, rank: PoliceRank, since: date) -> date | None:
    """When the next promotion by time is due; None where only selection goes further."""
    months = law.promotion_by_time.periods_months.get(rank)
    return next_day_after(since, months) if months is not None else None


def step_of(owed: Owed, law: RankLaw, allowance: AllowanceLaw | None) -> Step:
    """A lowering is approved by whoever approves the rank that is lowered (art. 20 to 22)."""
    is_early = owed.ground == RankManner.EARLY.value
    if owed.outcome == Outcome.PROMOTE and owed.to is not None:
        by = approver(law, owed.to, early=is_early)
    else:
        by = approver(law, owed.from_)
    return Step(
        outcome=owed.outcome,
        ground=owed.ground,
        from_=owed.from_.value,
        to=owed.to.value if owed.to is not None else None,
        effective_on=owed.on,
        clause=owed.clause,
        approver=by,
        changes=changes(allowance, owed.from_, owed.to, owed.on),
        next_due_on=next_due(law, owed.to, owed.on) if owed.to is not None else None,
        facts=cite(owed.facts),
    )


def owed(walked: Walk, steps: tuple[Step, ...], s: Surroundings) -> Answer:
    """The first thing owed is the answer; a lost rank comes before everything."""
    at = next((i for i, o in enumerate(walked.owed) if o.outcome == Outcome.CANCEL), 0)
    top, step = walked.owed[at], steps[at]
    answer = Answer(
        top.outcome,
        from_=top.from_,
        to=top.to,
        effective_on=top.on,
        approver=step.approver,
        steps=steps,
        next_due_on=step.next_due_on,
    )
    if top.outcome == Outcome.PROMOTE and top.way is not None:
        answer.findings = criteria.promotion(s, top.held, way=top.way, day=s.dossier.as_of)
        answer.findings.append(_effective_day(top))
        answer.due_on = top.way.due_on
        answer.next_due_on = steps[-1].next_due_on
    else:
        answer.findings = [
            Finding(
                claim="rank_lost" if top.to is None else "rank_lowered",
                met=True,
                clause=top.clause,
                found={"ground": top.ground, "on": top.on},
                facts=cite(top.facts),
            )
        ]
    return answer


def _effective_day(top: Owed) -> Finding:
    """Which obstacle moved the day, if any: the later of due day, free day, pass, lift."""
    moved_by = top.landing.held_up_by if top.landing is not None else ()
    return Finding(
        claim="effective_day",
        met=True,
        found={
            "due_on": top.way.due_on if top.way else None,
            "on": top.on,
            "moved_by": ", ".join(dict.fromkeys(name for name, _ in moved_by)),
        },
        facts=cite(f for _, facts in moved_by for f in facts),
    )


def pending(s: Surroundings, held: Held) -> Answer:
    """Nothing is owed today: what is missing, until when, and the earliest day."""
    day = s.dossier.as_of
    way = next(iter(ways(s, held, day)), None)
    if way is None:
        return _selection(s, held, day)
    findings = criteria.promotion(s, held, way=way, day=day)
    found = reasons(findings)
    landing = lands(s, held, way, day)
    answer = Answer(
        criteria.word_for(found) or Outcome.HOLD,
        findings,
        from_=held.rank,
        to=way.to,
        due_on=way.due_on,
        approver=approver(s.law, way.to, early=way.ground == RankManner.EARLY),
    )
    if landing.blocked_until is not None and landing.blocked_until >= day:
        answer.blocked_until = landing.blocked_until
    if not {"CASE_OPEN", "SANCTION_AWAITED"} & set(found):
        answer.earliest_on = landing.on
    if answer.outcome == Outcome.WAIT:
        answer.next_due_on = way.due_on
        _flag_early(s, held, answer, way)
    return answer


def _flag_early(s: Surroundings, held: Held, answer: Answer, way: Way) -> None:
    months = s.law.promotion_by_time.periods_months.get(held.rank)
    possible = early.possible_from(s, held, months) if months is not None else None
    if months is None or possible is None or possible[0] >= next_day_after(held.since, months):
        return
    answer.early_possible_from = possible[0]
    answer.findings.append(
        Finding(
            claim="early_possible",
            met=True,
            clause=s.law.promotion_early.source,
            found={"from": possible[0], "approved": way.ground == RankManner.EARLY},
            facts=cite([possible[1]]),
        )
    )


def _selection(s: Surroundings, held: Held, day: date) -> Answer:
    findings = criteria.selection(s, held, day)
    to = above(s.law, held.rank)
    known = [f.earliest_on for f in findings if f.claim in {"months_in_rank", "months_in_post"}]
    dates = [d for d in known if d is not None]
    answer = Answer(
        criteria.word_for(reasons(findings)) or Outcome.ELIGIBLE,
        findings,
        from_=held.rank,
        to=to,
        approver=approver(s.law, to) if to is not None else None,
    )
    if dates and len(dates) == len(known):
        answer.due_on = max(dates)
    answer.blocked_until = max((f.until for f in findings if f.until is not None), default=None)
    return answer


def set_aside(wrong: Wrong, allowance: AllowanceLaw | None) -> SetAside:
    """What the order gave, why it should not stand, and what taking it back changes."""
    rank: PoliceRank = wrong.order.data.rank
    back = changes(allowance, rank, wrong.before, wrong.order.effective_on) if wrong.before else ()
    return SetAside(
        fact=cite([wrong.order])[0],
        held=rank.value,
        lawful_on=wrong.lawful_on,
        why=wrong.why,
        changes=back,
    )


def orders_stand(wrong: Wrong) -> Finding:
    return Finding(
        claim="order_stands",
        met=False,
        found={
            "rank": wrong.order.data.rank.value,
            "on": wrong.order.effective_on,
            "lawful_on": wrong.lawful_on,
            "why": ", ".join(wrong.why),
        },
        facts=cite([wrong.order]),
    )


def follows(taken: Taken) -> Finding:
    return Finding(
        claim="follows_from_rules",
        met=False,
        found={
            "rank": taken.order.data.rank.value,
            "on": taken.order.effective_on,
            "why": taken.why[0],
        },
        facts=cite([taken.order]),
    )
