"""What the policy on annual consequences holds: the national rule, one choice. Pure."""

from typing import Annotated, Final

from pydantic import Field

from services.assessment.events import Grade
from services.kernel.policy import ChoiceFile, Clause, LawFile, PolicyKind, Source, Sourced
from services.roster.events import HonourKind, LeaveKind, SanctionKind

Years = Annotated[int, Field(ge=1, le=20)]


class Excellent(Clause):
    source: Source
    grade: Grade
    honour: HonourKind
    post_grade_months_shortened: Annotated[int, Field(ge=0, le=60)]
    merit_years_running: Years
    merit: HonourKind


class Counted(Clause):
    """Years that count for 工资档次 and 级别, and for the bonus."""

    source: Source
    grades: tuple[Grade, ...]
    years_a_salary_step: Years
    years_a_salary_grade: Years


class Poor(Clause):
    source: Source
    grade: Grade


class Special(Clause):
    """Sanctions that limit the grade of a year."""

    source: Source
    not_excellent: tuple[SanctionKind, ...]  # In the year.
    undetermined: tuple[SanctionKind, ...]  # In the year.
    undetermined_next_year: tuple[SanctionKind, ...]  # And in the year after.


class Absent(Clause):
    source: Source
    leave_kinds: tuple[LeaveKind, ...]


class Delay(Clause):
    """While these run it does not rise."""

    source: Source
    salary_step: tuple[SanctionKind, ...]
    salary_grade: tuple[SanctionKind, ...]


class AnnualLaw(LawFile):
    """`policies/law/annual_consequences/`."""

    excellent: Excellent
    counted: Counted
    basic: Poor
    incompetent: Poor
    special: Special
    absent: Absent
    probation: Sourced[bool]
    open_case: Sourced[bool]
    delay: Delay


class AnnualChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/annual_consequences/`."""

    half_year_half_days: Sourced[Annotated[int, Field(ge=1, le=366)]]  # Half of a year's work.


ANNUAL: Final = PolicyKind("annual_consequences", AnnualLaw, AnnualChoice)
