"""What is answered when a level is owed, when it is not yet, and when there can be none. Pure."""

from collections.abc import Sequence
from datetime import date

from services.gateway.decision.decision import AmountChange, Outcome, SetAside, Step
from services.gateway.decision.draft import Draft
from services.gateway.decision.finding import Finding, cite, reasons
from services.gateway.level import criteria
from services.gateway.level.first_level import FirstLevel
from services.gateway.level.period import Due, due, early_possible_from
from services.gateway.level.surroundings import Held, Surroundings
from services.gateway.level.wage import Wages
from services.gateway.level.walk import Owed, Walk, Wrong
from services.gateway.level.wording import code
from services.kernel.fact import Fact
from services.kernel.legal_dates import first_of_next_month, next_day_after
from services.roster.events import LevelManner


def conflicting(groups: Sequence[Sequence[Fact]]) -> Draft:
    """Facts of one day that cannot both be true: a person must say which stands."""
    return Draft(Outcome.HOLD, [criteria.conflict(group) for group in groups])


def nothing(reason: str, facts: Sequence[Fact]) -> Draft:
    """No level to speak of: not an auxiliary, not serving, or nothing on file."""
    since = facts[0].effective_on if facts else None
    finding = Finding(
        claim="has_level", met=False, reason=reason, found={"since": since}, facts=cite(facts)
    )
    return Draft(Outcome.NOT_ELIGIBLE, [finding])


def before_first(s: Surroundings, found: FirstLevel) -> Draft:
    """In the probation months, or without an education that gives a level."""
    findings = criteria.first_level(s, found)
    is_early = s.dossier.as_of < found.on
    draft = Draft(Outcome.WAIT if is_early else Outcome.HOLD, findings, due_on=found.on)
    if found.level is not None:
        draft.to, draft.earliest_on = code(found.level), found.on
    return draft


def first(s: Surroundings, held: Held, found: FirstLevel, wages: Wages) -> Draft:
    """The first level, proposed until the month after, when its pay begins."""
    step = Step(
        outcome=Outcome.PROPOSE,
        ground=LevelManner.FIRST.value,
        to=code(held.level),
        effective_on=held.since,
        clause=s.choice.first_level.source,
        changes=wages.changes(None, held.level, held.since),
        next_due_on=_next_due(s, held),
        facts=cite(found.facts),
    )
    return Draft(
        Outcome.PROPOSE,
        criteria.first_level(s, found),
        to=step.to,
        effective_on=held.since,
        due_on=held.since,
        next_due_on=step.next_due_on,
        steps=(step,),
    )


def is_fresh(held: Held, day: date) -> bool:
    return day < first_of_next_month(held.since)


def _next_due(s: Surroundings, held: Held) -> date | None:
    """When the next step by time is due; None where only selection goes further."""
    months = s.track(held).by_time.months.get(held.level)
    return next_day_after(held.since, months) if months is not None else None


def owed(s: Surroundings, walked: Walk, wages: Wages) -> Draft:
    """The first thing owed is the answer; the steps name all."""
    steps = tuple(_step(s, o, wages) for o in walked.owed)
    top, step = walked.owed[0], steps[0]
    findings = criteria.promotion(s, top.held, top.due, day=s.dossier.as_of, chosen=True)
    draft = Draft(
        Outcome.PROMOTE,
        # A place that was free on the day of the choice may be taken by now.
        [f for f in findings if f.met or not f.reason],
        from_=step.from_,
        to=step.to,
        effective_on=top.on,
        due_on=top.due.on,
        next_due_on=steps[-1].next_due_on,
        steps=steps,
    )
    draft.particulars = _period(top.due)
    return draft


def _step(s: Surroundings, o: Owed, wages: Wages) -> Step:
    track = s.track(o.held)
    by = track.by_selection if o.held.level in track.by_selection.months else track.by_time
    is_early = o.due.approval is not None
    after = Held(o.to, o.on, (), o.held.track)
    return Step(
        outcome=Outcome.PROMOTE,
        ground=o.ground.value,
        from_=code(o.held.level),
        to=code(o.to),
        effective_on=o.on,
        clause=f"{by.source}; {s.choice.early.source}" if is_early else by.source,
        changes=wages.changes(o.held.level, o.to, o.on),
        next_due_on=_next_due(s, after),
        facts=cite(o.facts),
    )


def _period(found: Due) -> dict[str, str | int | bool | date | None]:
    return {"months": found.months, "failed_years": len(found.failed)}


def pending(s: Surroundings, held: Held) -> Draft:
    """Nothing is owed today: what is missing, until when, and the earliest day."""
    day = s.dossier.as_of
    found = due(s, held, day)
    if found is None:
        return Draft(Outcome.CEILING, [criteria.top(s, held)], from_=code(held.level))
    findings = criteria.promotion(s, held, found, day=day, chosen=False)
    obstacles = reasons(findings)
    word = next((w for reason, w in criteria.WORDS.items() if reason in obstacles), None)
    draft = Draft(
        word or Outcome.ELIGIBLE,
        findings,
        from_=code(held.level),
        to=code(held.level - 1),
        due_on=found.on,
    )
    draft.particulars = {**_period(found), **criteria.quota_figures(s, held, day)}
    if word == Outcome.BLOCKED:
        draft.particulars["waiting_list"] = True
    if found.on > day:
        draft.earliest_on = found.on
    if word == Outcome.WAIT:
        draft.next_due_on = found.on
    possible = early_possible_from(s, held, day)
    if possible is not None and possible[0] < found.on:
        draft.early_possible_from = possible[0]
        draft.findings.append(criteria.early_possible(s, found, possible))
    return draft


def set_aside(wrong: Wrong, wages: Wages) -> SetAside:
    return SetAside(
        fact=cite([wrong.order])[0],
        held=code(wrong.order.data.level),
        lawful_on=wrong.lawful_on,
        why=wrong.why,
        changes=_taken_back(wrong, wages),
    )


def _taken_back(wrong: Wrong, wages: Wages) -> tuple[AmountChange, ...]:
    """Only of the first wrong order: the later ones stand on it."""
    if wrong.before is None:
        return ()
    return wages.changes(wrong.order.data.level, wrong.before, wrong.order.effective_on)
