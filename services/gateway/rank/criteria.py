"""The claims a promotion must satisfy; all are evaluated, each says what it found. Pure."""

from datetime import date

from services.gateway.decision.decision import Outcome
from services.gateway.decision.finding import Finding, cite
from services.gateway.decision.grades import grades_by_year
from services.gateway.rank.blocks import (
    ASSESSMENT,
    SANCTION,
    Block,
    open_cases,
    sanctions_awaited,
)
from services.gateway.rank.ladder import above, courses_between
from services.gateway.rank.posts import admits, rank_range, spell_on
from services.gateway.rank.surroundings import Held, Surroundings
from services.gateway.rank.ways import Way
from services.kernel.legal_dates import ONE_DAY, full_months, next_day_after
from services.roster.events import PoliceRank, RankManner

# One word for several obstacles: the first of these that has one (S1).
PRECEDENCE: tuple[tuple[Outcome, tuple[str, ...]], ...] = (
    (Outcome.WAIT, ("NOT_DUE",)),
    (Outcome.CEILING, ("CEILING",)),
    (Outcome.NOT_ELIGIBLE, ("NOT_SERVING", "RANK_MONTHS", "POST_MONTHS", "GRADE")),
    (Outcome.BLOCKED, ("TRAINING", SANCTION, ASSESSMENT)),
    (Outcome.HOLD, ("CASE_OPEN", "SANCTION_AWAITED", "CONFLICT")),
)


def word_for(obstacles: tuple[str, ...]) -> Outcome | None:
    return next((word for word, names in PRECEDENCE if set(names) & set(obstacles)), None)


def promotion(s: Surroundings, held: Held, *, way: Way, day: date) -> list[Finding]:
    """Every claim of a promotion that the law commands, on `day`."""
    by_post = way.ground == RankManner.BY_POST
    first = _post_requires(s, way, day) if by_post else _period(s, held, way=way, day=day)
    return [first, *shared(s, held, to=way.to, day=day)]


def selection(s: Surroundings, held: Held, day: date) -> list[Finding]:
    """Every claim of a selection (选升). Source: 警衔条例 art. 15, 1993 办法 二(三)."""
    to = above(s.law, held.rank)
    if to is None or held.rank not in s.law.promotion_by_selection.ranks:
        return [
            Finding(
                claim="step_above_exists",
                met=False,
                reason="CEILING",
                clause=s.law.ladder.source,
                found={"rank": held.rank.value},
                facts=cite(held.facts),
            )
        ]
    return [
        _months_in_rank(s, held, day),
        _months_in_post(s, day),
        _latest_grade(s, day),
        *shared(s, held, to=to, day=day),
    ]


def _months_in_rank(s: Surroundings, held: Held, day: date) -> Finding:
    rules = s.law.promotion_by_selection
    met_on = next_day_after(held.since, rules.rank_months_min)
    return Finding(
        claim="months_in_rank",
        met=met_on <= day,
        reason="RANK_MONTHS",
        clause=rules.source,
        required={"months": rules.rank_months_min},
        found={"months": full_months(held.since, day), "since": held.since},
        earliest_on=met_on,
        facts=cite(held.facts),
    )


def _months_in_post(s: Surroundings, day: date) -> Finding:
    """Unbroken in the same post grade (S6); without a post nobody is selected."""
    rules = s.law.promotion_by_selection
    spell = spell_on(s.posts, day)
    since = spell.first_day if spell is not None and spell.grade is not None else None
    met_on = next_day_after(since, rules.post_months_min) if since is not None else None
    return Finding(
        claim="months_in_post",
        met=met_on is not None and met_on <= day,
        reason="POST_MONTHS",
        clause=rules.source,
        required={"months": rules.post_months_min},
        found={"months": full_months(since, day) if since is not None else 0, "since": since},
        earliest_on=met_on,
        facts=cite([spell.fact] if spell is not None else []),
    )


def _latest_grade(s: Surroundings, day: date) -> Finding:
    """The latest year decided (S5)."""
    rules = s.law.promotion_by_selection
    year, fact = next(reversed(grades_by_year(s.dossier, day).items()), (None, None))
    return Finding(
        claim="latest_grade",
        met=fact is not None and fact.data.grade == rules.grade,
        reason="GRADE",
        clause=rules.source,
        required={"grade": rules.grade.value},
        found={"year": year, "grade": fact.data.grade.value if fact is not None else None},
        facts=cite([fact] if fact is not None else []),
    )


def shared(s: Surroundings, held: Held, *, to: PoliceRank, day: date) -> list[Finding]:
    """What every promotion must satisfy, whichever way it goes."""
    return [
        _range(s, to, day),
        *_trainings(s, held, to=to, day=day),
        _no_sanction(s, day),
        _not_incompetent(s, day),
        *_cases(s, day),
    ]


def _period(s: Surroundings, held: Held, *, way: Way, day: date) -> Finding:
    months = s.law.promotion_by_time.periods_months[held.rank]
    by_early = way.ground == RankManner.EARLY
    return Finding(
        claim="period_served_early" if by_early else "period_served",
        met=way.due_on <= day,
        reason="NOT_DUE",
        clause=s.law.promotion_early.source if by_early else s.law.promotion_by_time.source,
        required={
            "months": months,
            "due_on": way.due_on,
            **({"years_early": way.approval.data.years} if way.approval else {}),
        },
        found={"months": full_months(held.since, day), "since": held.since},
        earliest_on=way.due_on,
        facts=cite(way.facts),
    )


def _post_requires(s: Surroundings, way: Way, day: date) -> Finding:
    return Finding(
        claim="post_requires_rank",
        met=way.due_on <= day,
        reason="NOT_DUE",
        clause=s.law.promotion_by_post.source,
        required={"rank": way.to.value},
        found={"post": way.facts[0].data.post_grade.value, "since": way.due_on},
        earliest_on=way.due_on,
        facts=cite(way.facts),
    )


def _range(s: Surroundings, to: PoliceRank, day: date) -> Finding:
    spell = spell_on(s.posts, day)
    allowed = rank_range(s.law, spell) if spell else None
    return Finding(
        claim="inside_post_range",
        met=admits(s.law, spell, to),
        reason="CEILING",
        clause=s.law.post_ranges.source,
        required={"rank": to.value},
        found={
            "post": spell.grade.value if spell and spell.grade else None,
            "highest": allowed.highest.value if allowed else None,
            "removed": spell is not None and spell.grade is None,
        },
        facts=cite([spell.fact] if spell else []),
    )


def _trainings(s: Surroundings, held: Held, *, to: PoliceRank, day: date) -> list[Finding]:
    courses = courses_between(s.law, held.rank, to)
    clause = s.law.training_gates.source
    if not courses:
        return [Finding(claim="no_training_needed", met=True, clause=clause)]
    found = []
    for course in courses:
        passed = s.passes.get(course)
        found.append(
            Finding(
                claim="training_passed",
                met=passed is not None and passed.effective_on <= day,
                reason="TRAINING",
                clause=clause,
                required={"course": course.value},
                found={"passed_on": passed.effective_on if passed else None},
                facts=cite([passed] if passed else []),
            )
        )
    return found


def _running(s: Surroundings, reason: str, day: date) -> list[Block]:
    return [b for b in s.blocks if b.reason == reason and b.covers(day)]


def _no_sanction(s: Surroundings, day: date) -> Finding:
    running = _running(s, SANCTION, day)
    until = max((b.last_day for b in running), default=None)
    first = running[0].facts[0] if running else None
    return Finding(
        claim="no_sanction_running",
        met=not running,
        reason=SANCTION,
        clause=s.law.sanctions.source,
        found={"kind": first.data.kind.value, "since": first.effective_on} if first else {},
        until=until,
        earliest_on=until + ONE_DAY if until else None,
        facts=cite(f for b in running for f in b.facts),
    )


def _not_incompetent(s: Surroundings, day: date) -> Finding:
    running = _running(s, ASSESSMENT, day)
    until = max((b.last_day for b in running), default=None)
    first = running[0].facts[0] if running else None
    return Finding(
        claim="not_assessed_incompetent",
        met=not running,
        reason=ASSESSMENT,
        clause=f"单位规定 ({s.choice.incompetent_grade_block_months.source})",
        found={"year": first.data.year, "grade": first.data.grade.value} if first else {},
        until=until,
        earliest_on=until + ONE_DAY if until else None,
        facts=cite(f for b in running for f in b.facts),
    )


def _cases(s: Surroundings, day: date) -> list[Finding]:
    is_held = s.choice.open_case.value == "hold"
    open_now = open_cases(s.dossier, day)
    awaited = sanctions_awaited(s.dossier)
    clause = f"单位规定 ({s.choice.open_case.source})"
    found = [
        Finding(
            claim="no_case_open",
            met=not (open_now and is_held),
            reason="CASE_OPEN",
            clause=clause,
            found={"cases": len(open_now)},
            facts=cite(open_now),
        )
    ]
    if awaited:
        found.append(
            Finding(
                claim="sanction_on_file",
                met=not is_held,
                reason="SANCTION_AWAITED",
                clause=clause,
                facts=cite(awaited),
            )
        )
    return found
