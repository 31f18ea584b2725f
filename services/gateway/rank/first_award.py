"""The first rank of an officer: by education and confirmed post, from the day of confirmation.

Pure.
"""

from datetime import date

from services.gateway.decision.decision import Outcome
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.finding import Finding, cite
from services.gateway.rank.ladder import is_higher
from services.gateway.rank.policy import FirstRank, RankLaw
from services.gateway.rank.posts import rank_range, spell_on, spells
from services.gateway.rank.surroundings import Surroundings
from services.kernel.fact import Fact
from services.kernel.legal_dates import full_months, next_day_after
from services.roster.events import (
    Category,
    EducationRecorded,
    PersonRegistered,
    PoliceRank,
    PostAssigned,
    PostManner,
    ServiceEntered,
)


class FirstAnswer:
    """What the first award comes to; `rank` and `on` only when it can be proposed."""

    def __init__(self, outcome: Outcome, findings: list[Finding]) -> None:
        self.outcome = outcome
        self.findings = findings
        self.rank: PoliceRank | None = None
        self.on: date | None = None
        self.due_on: date | None = None
        self.facts: tuple[Fact, ...] = ()


def first_award(s: Surroundings) -> FirstAnswer:
    """Penalties are not looked at; the answer is a proposal (S15). Source: 警衔条例 art. 11, 12."""
    dossier = s.dossier
    entered = [f for f in dossier.of(ServiceEntered) if f.data.category == Category.OFFICER]
    confirmed, due_on = _confirmation(dossier, entered)
    education = _education(s.law, dossier)
    passed = s.passes.get(s.law.first_award.course)
    findings = [
        _is_officer(dossier, entered, confirmed),
        _confirmed(s.law, confirmed, due_on, dossier.as_of),
        _trained(s.law, passed),
        _educated(s.law, education),
    ]
    word = next((w for f, w in zip(findings, _WORDS, strict=True) if not f.met), None)
    answer = FirstAnswer(word or Outcome.PROPOSE, findings)
    answer.due_on = due_on
    if confirmed is None or due_on is None or passed is None or education is None or word:
        return answer
    answer.on = max(due_on, passed.effective_on)
    answer.rank = rank_for(s, education, answer.on)
    answer.facts = (confirmed, education, passed)
    answer.findings += _raised(s, education, answer.on)
    return answer


_WORDS = (Outcome.NOT_ELIGIBLE, Outcome.WAIT, Outcome.BLOCKED, Outcome.HOLD)


def _confirmation(dossier: Dossier, entered: list[Fact]) -> tuple[Fact | None, date | None]:
    """The post that is confirmed, and the day of it; without one the day probation should end."""
    ends_on = None
    if entered:
        last = entered[-1]
        ends_on = next_day_after(last.effective_on, last.data.probation_months)
    posts = dossier.of(PostAssigned)
    confirmed = next((p for p in posts if p.data.manner == PostManner.CONFIRMED), None)
    if confirmed is not None:
        return confirmed, confirmed.effective_on
    if posts and (ends_on is None or ends_on <= dossier.as_of):
        return posts[0], max(posts[0].effective_on, ends_on or date.min)
    return None, ends_on


def _education(law: RankLaw, dossier: Dossier) -> Fact | None:
    """The one on file that the table ranks highest."""
    known = [
        f for f in dossier.of(EducationRecorded) if f.data.level in law.first_award.by_education
    ]
    return max(known, key=lambda f: _height(law, f), default=None)


def _height(law: RankLaw, fact: Fact) -> int:
    return law.ladder.ranks.index(law.first_award.by_education[fact.data.level][0].rank)


def rank_for(s: Surroundings, education: Fact, on: date) -> PoliceRank:
    """By the education table and the working years, inside the range of the post."""
    rank = _row(s, education, on).rank
    spell = spell_on(spells(s.dossier), on)
    allowed = rank_range(s.law, spell) if spell else None
    if allowed is not None and is_higher(s.law, allowed.lowest, rank):
        return allowed.lowest
    if allowed is not None and is_higher(s.law, rank, allowed.highest):
        return allowed.highest
    return rank


def _row(s: Surroundings, education: Fact, on: date) -> FirstRank:
    """The highest of the education's rows that the working years reach."""
    worked = _months_worked(s.dossier, on)
    rows = s.law.first_award.by_education[education.data.level]
    return max((r for r in rows if r.work_months_min <= worked), key=lambda r: r.work_months_min)


def _raised(s: Surroundings, education: Fact, on: date) -> list[Finding]:
    """Said only where working years give more than the education alone."""
    row = _row(s, education, on)
    if not row.work_months_min:
        return []
    return [
        Finding(
            claim="work_years_counted",
            met=True,
            clause=s.law.first_award.source,
            required={"months": row.work_months_min, "years": row.work_months_min // 12},
            found={"months": _months_worked(s.dossier, on), "rank": row.rank.value},
            facts=cite(s.dossier.of(ServiceEntered)[:1]),
        )
    ]


def _months_worked(dossier: Dossier, on: date) -> int:
    """Working years do not begin with this service: what was worked elsewhere is added."""
    entries = dossier.of(ServiceEntered)
    if not entries:
        return 0
    elsewhere: int = entries[0].data.prior_work_months
    return elsewhere + full_months(entries[0].effective_on, on)


def _is_officer(dossier: Dossier, entered: list[Fact], confirmed: Fact | None) -> Finding:
    registered = dossier.of(PersonRegistered)
    as_officer = [f for f in registered if f.data.category == Category.OFFICER]
    facts = entered[-1:] or as_officer[-1:] or ([confirmed] if confirmed else [])
    return Finding(
        claim="is_officer",
        met=bool(facts),
        reason="NOT_OFFICER" if dossier.of(ServiceEntered) or registered else "NO_RANK",
        clause="警衔条例第二条",
        facts=cite(facts),
    )


def _confirmed(law: RankLaw, confirmed: Fact | None, due_on: date | None, as_of: date) -> Finding:
    return Finding(
        claim="post_confirmed",
        met=confirmed is not None and due_on is not None and due_on <= as_of,
        reason="POST_NOT_CONFIRMED",
        clause=law.first_award.source,
        found={"post": confirmed.data.post_grade.value, "on": due_on} if confirmed else {},
        earliest_on=due_on,
        facts=cite([confirmed] if confirmed else []),
    )


def _trained(law: RankLaw, passed: Fact | None) -> Finding:
    return Finding(
        claim="training_passed",
        met=passed is not None,
        reason="TRAINING",
        clause=law.first_award.source,
        required={"course": law.first_award.course.value},
        found={"passed_on": passed.effective_on if passed else None},
        facts=cite([passed] if passed else []),
    )


def _educated(law: RankLaw, education: Fact | None) -> Finding:
    return Finding(
        claim="education_on_file",
        met=education is not None,
        reason="EDUCATION_UNKNOWN",
        clause=law.first_award.source,
        found={"education": education.data.level.value} if education else {},
        facts=cite([education] if education else []),
    )
