"""One brigade of the demonstration: every true fact, and every mistake with its mending. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.cli.demo_bureau.career.courses import course_rows
from services.cli.demo_bureau.career.employment import first_pages
from services.cli.demo_bureau.career.faults import fault_rows
from services.cli.demo_bureau.career.identity import identity_rows
from services.cli.demo_bureau.career.levels import level_rows
from services.cli.demo_bureau.career.posts import post_rows
from services.cli.demo_bureau.career.ranks import rank_career
from services.cli.demo_bureau.days import pay_months
from services.cli.demo_bureau.mistakes import spoil
from services.cli.demo_bureau.people import SERVING, Person, brigade
from services.cli.demo_bureau.row import Mend, Row
from services.cli.demo_bureau.units import leader_row
from services.cli.demo_bureau.year.attendance import attendance_rows
from services.cli.demo_bureau.year.grades import annual_grades, bureau_grades, coefficients
from services.cli.demo_bureau.year.honours import honour_rows
from services.cli.demo_bureau.year.pay import pay_rows

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Part:
    """One brigade: its people, what is imported about them, and what is mended afterwards."""

    people: list[Person]
    rows: list[Row]
    mends: list[Mend]

    @property
    def facts(self) -> int:
        """How many events it will be."""
        return len(self.rows) + len(self.mends)


def sizes(people: int) -> list[int]:
    """Whole brigades of 156, and one smaller one for the rest; never less than one brigade."""
    whole, rest = divmod(max(people, SERVING), SERVING)
    return [SERVING] * whole + ([rest] if rest else [])


def part(seed: int, today: date, number: int, size: int = SERVING) -> Part:
    """The same brigade for the same four arguments, on every machine."""
    people = brigade(seed, today, number, size)
    rows, mends = spoil(people, true_rows(people, today), today)
    return Part(people, rows, mends)


def true_rows(people: Sequence[Person], today: date) -> list[Row]:
    """What really was so: everything a right file would hold about these people."""
    months = pay_months(today, MONTHS)
    grades = annual_grades(people, today)
    rows: list[Row] = []
    for person in people:
        career = rank_career(person, today)
        rows += first_pages(person, today)
        rows += identity_rows(person)
        rows += post_rows(person, today)
        rows += [*career.orders, *career.others]
        rows += fault_rows(person, today)
        rows += course_rows(person, grades.of, today)
        rows += pay_rows(person, today)
        rows += honour_rows(person, grades.of, today)
        rows += attendance_rows(person, months)
        rows += coefficients(person, months, grades.of)
        leads = leader_row(person, today)
        rows += [leads] if leads is not None else []
    rows += grades.rows
    rows += level_rows(people, grades.of, today)
    rows += bureau_grades([p for p in people if p.is_officer], today)
    return rows
