"""What an auxiliary level policy holds: ladder, first levels, periods, quotas, early grounds. Pure.

The law only says that there are levels (层级化管理): all of it is the bureau's or province's.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.assessment.events import Grade
from services.kernel.policy import ChoiceFile, Clause, PolicyKind, Source, Sourced
from services.kernel.proportion import Rounding
from services.roster.events import EducationLevel, HonourKind, LevelTrack

Level = Annotated[int, Field(ge=1, le=20)]  # 1 is the highest.
Months = Annotated[int, Field(ge=0, le=600)]


class FirstLevel(Clause):
    source: Source
    by_education: dict[EducationLevel, Level]
    without_degree: dict[EducationLevel, EducationLevel]  # Counted as.


class Steps(Clause):
    source: Source
    months: dict[Level, Months]  # By the level promoted from.


class Track(Clause):
    by_time: Steps
    by_selection: Steps

    def months_from(self, level: int) -> int | None:
        found = self.by_time.months.get(level)
        return found if found is not None else self.by_selection.months.get(level)


class Share(Clause):
    """A part, in percent, of the headcount quota or of the group above it in the file."""

    percent: Annotated[int, Field(ge=0, le=100)]
    rounding: Rounding
    source: Source


class Quotas(Clause):
    levels_1_to_3: Share  # Of the 用人额度.
    level_1: Share  # Of the places of levels 1 to 3.


class Early(Clause):
    source: Source
    grounds: tuple[HonourKind, ...]
    years_max: Annotated[int, Field(ge=0, le=10)]
    not_to_levels: tuple[Level, ...]
    for_selection: bool


class LevelChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/auxiliary_level/`."""

    lowest_level: Sourced[Level]
    probation_months: Sourced[Months]  # 见习; before the first level, not counted.
    first_level: FirstLevel
    tracks: dict[LevelTrack, Track]
    quotas: Quotas
    failed_grades: Sourced[tuple[Grade, ...]]
    failed_year: Sourced[Literal["not_counted", "ignored"]]
    early: Early

    @model_validator(mode="after")
    def _whole(self) -> "LevelChoice":
        lowest = self.lowest_level.value
        wanted = set(range(2, lowest + 1))
        for track in LevelTrack:
            if track not in self.tracks:
                raise ValueError(f"tracks: 缺 {track.zh}")
            steps = self.tracks[track]
            timed, selected = set(steps.by_time.months), set(steps.by_selection.months)
            if timed & selected or timed | selected != wanted:
                zh = f"tracks.{track.zh}: {lowest} 级至 2 级须各有一种晋升方式"
                en = f"tracks.{track.value}: each level from {lowest} to 2 needs one way up"
                raise PydanticCustomError("levels", "{en}", {"zh": zh, "en": en})
        too_low = [e.zh for e, level in self.first_level.by_education.items() if level > lowest]
        if too_low:
            raise ValueError(f"first_level.by_education: 低于最低层级: {', '.join(too_low)}")
        return self


AUXILIARY_LEVEL = PolicyKind("auxiliary_level", None, LevelChoice)
