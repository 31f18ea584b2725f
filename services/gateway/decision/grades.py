"""Annual grades as every kind of decision reads them: one result a year, the latest. Pure."""

from datetime import date

from services.assessment.events import AnnualGradeDecided
from services.gateway.decision.dossier import Dossier
from services.kernel.fact import Fact


def grades_by_year(dossier: Dossier, until: date = date.max) -> dict[int, Fact]:
    """The result of each year, decided by `until`; a later result of the same year replaces it."""
    found: dict[int, Fact] = {}
    for fact in dossier.of(AnnualGradeDecided):
        if fact.effective_on <= until:
            found[fact.data.year] = fact
    return dict(sorted(found.items()))


def contradicting_grades(dossier: Dossier) -> list[list[Fact]]:
    """Results of one year and one day that say different things: a person must say which."""
    found: dict[tuple[int, date], list[Fact]] = {}
    for fact in dossier.of(AnnualGradeDecided):
        found.setdefault((fact.data.year, fact.effective_on), []).append(fact)
    return [same for same in found.values() if len({f.data.grade for f in same}) > 1]
