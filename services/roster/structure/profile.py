"""One person as of a day, as far as structure tables ask, and the service periods. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster import events as e

EDUCATIONS = list(e.EducationLevel)
RANKS = list(e.PoliceRank)


@dataclass(frozen=True, slots=True)
class Period:
    """A service period; the last day is one of service."""

    category: e.Category
    entered_on: date
    last_day: date | None = None
    leaving: e.LeavingKind | None = None

    def covers(self, day: date) -> bool:
        return self.entered_on <= day and (self.last_day is None or day <= self.last_day)


@dataclass(slots=True)
class Profile:
    """What stands about a person on the day asked; `periods` and `places` hold every day."""

    sex: e.Sex | None = None
    birth_on: date | None = None
    education: e.EducationLevel | None = None
    duty_post: e.DutyPost | None = None
    post_grade: e.PostGrade | None = None
    level: int | None = None
    rank: e.PoliceRank | None = None
    rank_on: date | None = None
    periods: list[Period] = field(default_factory=list)
    places: list[tuple[date, str]] = field(default_factory=list)

    def period_on(self, day: date) -> Period | None:
        return next((period for period in reversed(self.periods) if period.covers(day)), None)

    def unit_on(self, day: date) -> str | None:
        return next((unit for since, unit in reversed(self.places) if since <= day), None)


def profile_of(facts: Sequence[Fact], as_of: date) -> Profile:
    """`facts` stand, in standing order."""
    profile = Profile(
        periods=periods_of(facts),
        places=[(f.effective_on, f.data.unit_id) for f in facts if f.type == e.UnitAssigned.TYPE],
    )
    for fact in facts:
        if fact.effective_on <= as_of:
            _write(profile, fact)
    return profile


def periods_of(facts: Sequence[Fact]) -> list[Period]:
    """Each entering begins a period; a leaving ends the one that is open.

    An entering while a period is open ends it: on that day where a leaving says so, else the day
    before, as for an auxiliary appointed as an officer whose leaving nobody wrote down.
    """
    periods: list[Period] = []
    moves = [f for f in facts if f.type in (e.ServiceEntered.TYPE, e.ServiceLeft.TYPE)]
    for day, of_day in groupby(moves, key=lambda fact: fact.effective_on):
        facts_of_day = list(of_day)
        left = [fact.data.kind for fact in facts_of_day if fact.type == e.ServiceLeft.TYPE]
        if left and _is_open(periods):
            periods[-1] = _ended(periods[-1], day, left.pop(0))
        for fact in facts_of_day:
            if fact.type == e.ServiceEntered.TYPE:
                if _is_open(periods):
                    before = periods.pop()
                    if before.entered_on < day:  # Else it is said twice: the later one counts.
                        periods.append(_ended(before, day - ONE_DAY, None))
                periods.append(Period(fact.data.category, day))
        if left and _is_open(periods):
            periods[-1] = _ended(periods[-1], day, left[0])
    return periods


def _is_open(periods: Sequence[Period]) -> bool:
    return bool(periods) and periods[-1].last_day is None


def _ended(period: Period, last_day: date, leaving: e.LeavingKind | None) -> Period:
    return Period(period.category, period.entered_on, last_day, leaving)


def _write(profile: Profile, fact: Fact) -> None:  # noqa: C901  one line a kind
    data = fact.data
    if fact.type == e.PersonRegistered.TYPE:
        profile.sex, profile.birth_on = data.sex, data.birth_on
    elif fact.type == e.EducationRecorded.TYPE:
        known = profile.education
        if known is None or EDUCATIONS.index(data.level) > EDUCATIONS.index(known):
            profile.education = data.level
    elif fact.type == e.DutyPostAssigned.TYPE:
        profile.duty_post = data.duty_post
    elif fact.type == e.PostAssigned.TYPE:
        profile.post_grade = data.post_grade
    elif fact.type == e.PostRemoved.TYPE:
        profile.post_grade = None
    elif fact.type == e.AuxiliaryLevelAwarded.TYPE:
        profile.level = data.level
    elif fact.type == e.RankAwarded.TYPE:
        profile.rank, profile.rank_on = data.rank, fact.effective_on
    elif fact.type == e.RankReductionImposed.TYPE and profile.rank is not None:
        # One step down (警衔条例 art. 21), unless an order of that day names the rank already.
        if profile.rank_on != fact.effective_on:
            profile.rank = RANKS[max(RANKS.index(profile.rank) - 1, 0)]
    elif fact.type == e.RankCancelled.TYPE:
        profile.rank = None


# Every kind of fact that moves a figure of the tables.
COUNTED = (
    e.PersonRegistered,
    e.ServiceEntered,
    e.ServiceLeft,
    e.EducationRecorded,
    e.UnitAssigned,
    e.DutyPostAssigned,
    e.PostAssigned,
    e.PostRemoved,
    e.AuxiliaryLevelAwarded,
    e.RankAwarded,
    e.RankReductionImposed,
    e.RankCancelled,
    e.FactRevoked,
    e.UnitCreated,
    e.UnitRenamed,
    e.UnitMoved,
    e.UnitClosed,
    e.UnitQuotaApproved,
)
