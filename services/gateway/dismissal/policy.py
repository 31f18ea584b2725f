"""What termination and dismissal policies hold: the law's part and the place's. Pure."""

from typing import Annotated, Final, Literal

from pydantic import Field

from services.assessment.events import Grade
from services.gateway.dismissal.bounds import beyond_termination
from services.kernel.policy import ChoiceFile, Clause, LawFile, PolicyKind, Source, Sourced
from services.kernel.term import Term
from services.roster.events import BarKind, Punishment
from services.training.events import CourseKind

Years = Annotated[int, Field(ge=1, le=10)]


class NoFault(Clause):
    """Ending without fault of the employee: notice or pay instead of it."""

    source: Source
    notice_days: Annotated[int, Field(ge=0, le=365)]
    pay_in_lieu_months: Annotated[int, Field(ge=0, le=12)]
    help_courses: tuple[CourseKind, ...]


class Liability(Clause):
    source: Source
    punishments: tuple[Punishment, ...]


class UnrecordedBar(Term):
    """Bars the law names beside those that a file can show."""

    OCCUPATIONAL = "occupational_exposure", "接触职业病危害未作离岗检查或疑似职业病诊断观察期"
    OTHER_LAW = "other_law", "法律、行政法规规定的其他情形"


class Nursing(Clause):
    """How long after childbirth the nursing period may last."""

    source: Source
    months: Annotated[int, Field(ge=1, le=36)]


class MedicalPeriod(Clause):
    """Sick leave of so many months within so many, for who has worked long enough."""

    worked_years_from: Annotated[int, Field(ge=0, le=50)]
    unit_years_from: Annotated[int, Field(ge=0, le=50)]
    months: Annotated[int, Field(ge=1, le=60)]
    within_months: Annotated[int, Field(ge=1, le=120)]


class Medical(Clause):
    source: Source
    periods: Annotated[tuple[MedicalPeriod, ...], Field(min_length=1)]


class Disability(Clause):
    """The grades that are a loss of capacity; how long the assessment may be out."""

    source: Source
    grades: Annotated[tuple[int, ...], Field(min_length=1)]
    assessed_within_months: Annotated[int, Field(ge=1, le=36)]


class NearRetirement(Clause):
    source: Source
    years_served: Annotated[int, Field(ge=1, le=40)]
    years_before: Annotated[int, Field(ge=1, le=20)]


class Bars(Clause):
    """`medical` None: the law names no length, so that sick leave on file bars while it lasts."""

    source: Source
    bar_kinds: tuple[BarKind, ...]
    never_on_file: tuple[UnrecordedBar, ...]
    nursing: Nursing | None = None
    medical: Medical | None = None
    disability: Disability
    near_retirement: NearRetirement | None = None


class TerminationLaw(LawFile):
    """`policies/law/termination/`."""

    no_fault: NoFault
    criminal_liability: Liability
    bars: Bars
    union_told: Sourced[bool]


class FailedYears(Clause):
    """When failed annual assessments are a ground, and on which path."""

    source: Source
    years: Years  # The last graded years, all failed.
    grades: tuple[Grade, ...]
    path: Literal["no_fault_40", "local_rule"]
    help_needed: bool  # Training or another post first.
    unit_move_is_help: bool
    legal_review: bool  # The place's rule may go further than the law: a lawyer looks first.


class TerminationChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/termination/`."""

    failed_years: FailedYears


class Incompetent(Clause):
    source: Source
    years_running: Years
    grade: Grade


class Absence(Clause):
    """More days than these without reason, running or in a year, are a ground."""

    source: Source
    running_days: Annotated[int, Field(ge=1, le=366)]
    year_days: Annotated[int, Field(ge=1, le=366)]


class DismissalLaw(LawFile):
    """`policies/law/dismissal/`."""

    incompetent: Incompetent
    absence: Absence
    bars: Bars


class DismissalChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/dismissal/`."""

    no_grade_year: Sourced[Literal["flag_for_human", "breaks_sequence"]]


TERMINATION: Final = PolicyKind(
    "termination", TerminationLaw, TerminationChoice, beyond_termination
)
DISMISSAL: Final = PolicyKind("dismissal", DismissalLaw, DismissalChoice)
