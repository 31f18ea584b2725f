"""The claims a level must satisfy; all are evaluated, each says what it found. Pure."""

from collections.abc import Sequence
from datetime import date

from services.gateway.decision.decision import Outcome
from services.gateway.decision.finding import Finding, Scalar, cite
from services.gateway.level.first_level import FirstLevel
from services.gateway.level.period import Due
from services.gateway.level.quota import Places, entered, places
from services.gateway.level.surroundings import Held, Surroundings
from services.gateway.level.walk import Wrong
from services.gateway.level.wording import code
from services.kernel.fact import Fact
from services.kernel.legal_dates import full_months

# One word for several obstacles: the first of these that has one (S1).
WORDS = {
    "NOT_DUE": Outcome.WAIT,
    "LEVEL_MONTHS": Outcome.NOT_ELIGIBLE,
    "QUOTA": Outcome.BLOCKED,
}


def promotion(s: Surroundings, held: Held, found: Due, *, day: date, chosen: bool) -> list[Finding]:
    """Every claim of the next step on `day`."""
    if held.level not in s.track(held).by_selection.months:
        return [_period(s, held, found, day=day)]
    return [
        _period(s, held, found, day=day),
        *quota(s, held, day),
        Finding(
            claim="chosen",
            met=chosen,
            clause=s.track(held).by_selection.source,
            required={"level": code(held.level - 1)},
        ),
    ]


def _period(s: Surroundings, held: Held, found: Due, *, day: date) -> Finding:
    track = s.track(held)
    selected = held.level in track.by_selection.months
    causes = [*held.facts, *found.failed]
    causes += [f for f in (found.ground, found.approval) if f is not None]
    return Finding(
        claim="months_in_level",
        met=found.on <= day,
        reason="LEVEL_MONTHS" if selected else "NOT_DUE",
        clause=(track.by_selection if selected else track.by_time).source,
        required={"months": found.months, "due_on": found.on, "failed": len(found.failed)},
        found={
            "months": full_months(held.since, day),
            "since": held.since,
            "level": code(held.level),
        },
        earliest_on=found.on,
        facts=cite(causes),
    )


def quota(s: Surroundings, held: Held, day: date) -> list[Finding]:
    """A place in every group entered; a finding without a reason where nobody stated the quota."""
    stated = s.quota_stated(day)
    if stated is None:
        return [Finding(claim="quota_stated", met=False, clause=s.choice.quotas.level_1.source)]
    groups = entered(places(stated, s.choice.quotas), held.level, held.level - 1)
    return [place_free(group, stated) for group in groups]


def place_free(group: Places, stated: Fact) -> Finding:
    return Finding(
        claim="place_free",
        met=group.is_free,
        reason="QUOTA",
        clause=group.source,
        required={"group": group.group, "allowed": group.allowed},
        found={"held": group.held, "headcount": stated.data.headcount_quota},
        facts=cite([stated]),
    )


def quota_figures(s: Surroundings, held: Held, day: date) -> dict[str, Scalar]:
    """The numbers of the narrowest group the next step enters."""
    stated = s.quota_stated(day)
    if stated is None:
        return {}
    groups = entered(places(stated, s.choice.quotas), held.level, held.level - 1)
    if not groups:
        return {}
    narrow = min(groups, key=lambda g: g.allowed - g.held)
    return {"allowed": narrow.allowed, "held": narrow.held}


def first_level(s: Surroundings, found: FirstLevel) -> list[Finding]:
    rules = s.choice.first_level
    return [
        Finding(
            claim="probation_served",
            met=found.on <= s.dossier.as_of,
            reason="PROBATION",
            clause=s.choice.probation_months.source,
            required={"months": s.choice.probation_months.value, "on": found.on},
            earliest_on=found.on,
            facts=cite(found.facts[:1]),
        ),
        Finding(
            claim="education_gives_level",
            met=found.level is not None,
            reason="EDUCATION_UNKNOWN",
            clause=rules.source,
            found={"level": code(found.level) if found.level else None},
            facts=cite(found.facts[1:]),
        ),
    ]


def first_ordered(s: Surroundings, found: FirstLevel) -> Finding:
    """Flag: the level follows from the rule, its order is missing."""
    return Finding(
        claim="first_level_ordered",
        met=False,
        clause=s.choice.first_level.source,
        found={"level": code(found.level or 0), "on": found.on},
        facts=cite(found.facts),
    )


def top(s: Surroundings, held: Held) -> Finding:
    return Finding(
        claim="level_above_exists",
        met=False,
        reason="CEILING",
        clause=s.choice.lowest_level.source,
        found={"level": code(held.level)},
        facts=cite(held.facts),
    )


def early_possible(s: Surroundings, found: Due, possible: tuple[date, Fact]) -> Finding:
    return Finding(
        claim="early_possible",
        met=True,
        clause=s.choice.early.source,
        found={"from": possible[0], "approved": found.approval is not None},
        facts=cite([possible[1]]),
    )


def order_stands(wrong: Wrong) -> Finding:
    return Finding(
        claim="order_stands",
        met=False,
        found={
            "level": code(wrong.order.data.level),
            "on": wrong.order.effective_on,
            "lawful_on": wrong.lawful_on,
            "why": ", ".join(wrong.why),
        },
        facts=cite([wrong.order]),
    )


def conflict(group: Sequence[Fact]) -> Finding:
    return Finding(
        claim="no_conflict",
        met=False,
        reason="CONFLICT",
        found={"on": group[0].effective_on, "kind": group[0].type},
        facts=cite(group),
    )
