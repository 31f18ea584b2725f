"""The years of a file with their results: which count, which cannot stand. Pure."""

from dataclasses import dataclass

from services.assessment.events import Grade
from services.gateway.annual.limits import Limit, limits
from services.gateway.annual.policy import AnnualChoice, AnnualLaw
from services.gateway.decision.dossier import Dossier
from services.gateway.decision.grades import grades_by_year
from services.kernel.fact import Fact


@dataclass(frozen=True, slots=True)
class Year:
    """`against` is what the result on file goes against; such a year leads to nothing."""

    year: int
    fact: Fact
    against: Limit | None
    is_counted: bool

    @property
    def grade(self) -> Grade:
        grade: Grade = self.fact.data.grade
        return grade

    def is_graded(self, grade: Grade) -> bool:
        return self.against is None and self.grade == grade


def years(dossier: Dossier, law: AnnualLaw, choice: AnnualChoice | None) -> list[Year]:
    """In order of the years."""
    found = []
    for year, fact in grades_by_year(dossier).items():
        broken = (
            limit
            for limit in limits(dossier, law, choice, year)
            # An open case is looked at today; a result decided before it stands.
            if limit.reason != "CASE_OPEN" and not limit.admits(fact.data.grade)
        )
        against = next(broken, None)
        counts = against is None and fact.data.grade in law.counted.grades
        found.append(Year(year, fact, against, counts))
    return found


def is_running(found: list[Year], at: int, length: int, grade: Grade) -> bool:
    """Whether `length` years running, the last at index `at`, complete a run of this grade.

    Each run of `length` is one: of six years running the third and the sixth complete one.
    """
    run = 0
    for index, year in enumerate(found[: at + 1]):
        follows = index > 0 and found[index - 1].year == year.year - 1
        run = 0 if not year.is_graded(grade) else run + 1 if follows else 1
    return run > 0 and run % length == 0
