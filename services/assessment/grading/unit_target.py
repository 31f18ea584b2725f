"""What follows when a unit fails its yearly target, for its leaders. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.assessment.grading.policy import UnitFailed
from services.kernel.legal_dates import last_day
from services.kernel.term import Term


class UnitMeasure(Term):
    WRITTEN_WARNING = "written_warning", "书面警示"
    RESIGNATION_PROPOSED = "resignation_proposed", "拟责令辞职"
    HIGHER_POST_BARRED = "higher_post_barred", "不得提拔"


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's result; the leaders are those who led it that year."""

    year: int
    met: bool
    decided_on: date
    main_leaders: tuple[str, ...]
    other_leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequence:
    person: str
    measure: UnitMeasure
    year: int
    on: date
    last_day: date | None = None


def consequences(years: Iterable[UnitYear], rules: UnitFailed) -> list[Consequence]:
    """In order of the years. A year that is missing or met ends a run."""
    found: list[Consequence] = []
    run: list[UnitYear] = []
    for year in sorted(years, key=lambda y: y.year):
        follows = bool(run) and run[-1].year == year.year - 1
        run = [] if year.met else [*run, year] if follows else [year]
        if run:
            found += _failed(run, rules)
    return found


def _failed(run: Sequence[UnitYear], rules: UnitFailed) -> list[Consequence]:
    """A warning to the main leaders; from the second year running more, also for the others.

    Only who led in every year of the run is asked to resign: a new leader is warned first.
    """
    last = run[-1]
    warned = [
        Consequence(person, UnitMeasure.WRITTEN_WARNING, last.year, last.decided_on)
        for person in last.main_leaders
    ]
    if len(run) < rules.resignation_years_running:
        return warned
    recent = run[-rules.resignation_years_running :]
    until = last_day(last.decided_on, rules.other_leaders_barred_months)
    return [
        *warned,
        *(
            Consequence(person, UnitMeasure.RESIGNATION_PROPOSED, last.year, last.decided_on)
            for person in last.main_leaders
            if all(person in year.main_leaders for year in recent)
        ),
        *(
            Consequence(person, UnitMeasure.HIGHER_POST_BARRED, last.year, last.decided_on, until)
            for person in last.other_leaders
        ),
    ]
