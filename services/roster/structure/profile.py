"""One person as of a day, as far as structure tables ask. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.kernel.fact import Fact
from services.roster import events as e
from services.roster.person.periods import Period, periods_of

EDUCATIONS = list(e.EducationLevel)
RANKS = list(e.PoliceRank)


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
