"""Ranks the applicants of a batch by their scores, and says who is to be published. Pure.

Totals are whole numbers (hundredths of a point times per cent), so that no rounding decides.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.kernel.errors import Refused, conflict
from services.roster import events as e
from services.roster.recruitment.applicant import Application, passes
from services.roster.recruitment.policy import (
    CategoryRules,
    ResultKind,
    Scoring,
    TieBreaker,
    TieUnresolved,
)

_LEVELS = list(e.EducationLevel)


@dataclass(frozen=True, slots=True)
class Contest:
    """One post: what its category demands, and how many places nobody has been hired for."""

    post_no: str
    rules: CategoryRules
    places: int


def is_out(application: Application, rules: CategoryRules) -> bool:
    """Withdrawn, hired already, failed in anything, or an objection was upheld."""
    return (
        application.withdrawn
        or application.hired is not None
        or application.objection_upheld
        or any(not passes(result, rules) for result in application.results.values())
    )


def rank(
    contests: Iterable[Contest], applications: Sequence[Application]
) -> list[e.RankedApplicant]:
    """Post by post, best first. Whoever lacks a score is not ranked."""
    ranked: list[e.RankedApplicant] = []
    for contest in contests:
        own = [
            application
            for application in applications
            if application.filed.post_no == contest.post_no
            and not is_out(application, contest.rules)
            and all(ResultKind(part) in application.results for part in _parts(contest.rules))
        ]
        ranked += _rank_post(contest, own)
    return ranked


def _rank_post(contest: Contest, own: Sequence[Application]) -> list[e.RankedApplicant]:
    scoring = contest.rules.scoring
    scored = sorted(
        ((_measure(application, scoring), application) for application in own),
        key=lambda pair: ([-number for number in pair[0]], pair[1].person),
    )
    most = -(-contest.places * scoring.candidates_percent // 100)
    ranked: list[e.RankedApplicant] = []
    for measure, equals in groupby(scored, key=lambda pair: pair[0]):
        group = [application for _, application in equals]
        first, last = len(ranked) + 1, len(ranked) + len(group)
        # A group across the line is in or out as a whole: nothing tells its members apart.
        includes = scoring.tie_unresolved == TieUnresolved.INCLUDE_GROUP
        candidate = last <= most or (first <= most and includes)
        for application in group:
            ranked.append(
                e.RankedApplicant(
                    person=application.person,
                    post_no=contest.post_no,
                    rank=first,
                    total=measure[0],
                    keys=measure[1:],
                    results=tuple(
                        application.results[ResultKind(part)].event_id
                        for part in _parts(contest.rules)
                    ),
                    candidate=candidate,
                )
            )
    return ranked


def _parts(rules: CategoryRules) -> list[str]:
    return [weight.part.value for weight in rules.scoring.weights]


def _measure(application: Application, scoring: Scoring) -> tuple[int, ...]:
    """The total, then what decides between equal totals; more is better."""
    total = sum(_score(application, w.part.value) * w.percent for w in scoring.weights)
    return (total, *(_key(application, breaker) for breaker in scoring.tie_breakers))


def _score(application: Application, part: str) -> int:
    result = application.results.get(ResultKind(part))
    score: int = result.data.score if result is not None else 0
    return score


def _key(application: Application, breaker: TieBreaker) -> int:
    match breaker:
        case TieBreaker.WRITTEN | TieBreaker.INTERVIEW:
            return _score(application, breaker.value)
        case TieBreaker.EDUCATION:
            return _LEVELS.index(application.filed.education)
        case _:
            return int(e.ReliefGround(breaker.value) in application.filed.grounds)


def ahead(ranked: Iterable[e.RankedApplicant], person: str) -> set[str] | None:
    """Who stands strictly before the person for the same post; None when not ranked."""
    lines = list(ranked)
    own = next((line for line in lines if line.person == person), None)
    if own is None:
        return None
    return {line.person for line in lines if line.post_no == own.post_no and line.rank < own.rank}


def proposed(
    contests: Iterable[Contest],
    ranked: Sequence[e.RankedApplicant],
    applications: Mapping[str, Application],
    chosen: Collection[str],
) -> list[e.Proposed]:
    """The candidates for the places of each post, best first.

    `chosen`: of equals at the last place, those whom people have chosen. Raises Refused when a
    result that counts is missing, or when equals are more than the places and nobody has chosen.
    """
    found: list[e.Proposed] = []
    for contest in contests:
        candidates = [r for r in ranked if r.post_no == contest.post_no and r.candidate]
        left = contest.places
        for rank_no, equals in groupby(candidates, key=lambda line: line.rank):
            group = list(equals)
            if left == 0:
                break
            for line in group:
                _refuse_missing(applications[line.person], contest.rules)
            if len(group) > left:
                group = [line for line in group if line.person in chosen]
                if len(group) != left:
                    raise _undecided(contest.post_no, rank_no, left)
            left -= len(group)
            found += [
                e.Proposed(person=line.person, post_no=contest.post_no, rank=rank_no)
                for line in group
            ]
    if not found:
        raise conflict("nobody_to_publish", "没有可公示的人选", "there is nobody to be published")
    return found


def _refuse_missing(application: Application, rules: CategoryRules) -> None:
    missing = [kind for kind in rules.results.value if kind not in application.results]
    if missing:
        raise conflict(
            "results_missing",
            f"{application.filed.name} 缺少结果: {'、'.join(kind.zh for kind in missing)}",
            f"{application.filed.name} lacks: {', '.join(kind.value for kind in missing)}",
        )


def _undecided(post_no: str, rank_no: int, left: int) -> Refused:
    return conflict(
        "tie_at_the_last_place",
        f"岗位 {post_no} 第 {rank_no} 名并列, 剩余名额 {left}; "
        f"请由人研究后在 chosen 中列明 {left} 人",
        f"post {post_no}: several are ranked {rank_no} for {left} places; "
        f"let people decide and name exactly {left} of them in chosen",
    )
