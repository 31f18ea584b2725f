"""Sanctions and investigations of the officers whose story has them. Pure."""

from datetime import date, timedelta

from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.roster.events import CaseClosed, CaseOpened, CaseResult, SanctionImposed

CASE_DAYS = 40


def fault_rows(person: Person, today: date) -> list[Row]:
    """A sanction follows a case that was opened and closed before it."""
    if person.story is None:
        return []
    rows: list[Row] = []
    for on, kind in person.story.sanctions:
        case_no = f"监立〔{on.year}〕{person.place:02d}"
        rows += [
            Row(person.id, on - timedelta(days=90), CaseOpened(case_no=case_no)),
            Row(
                person.id,
                on - timedelta(days=1),
                CaseClosed(case_no=case_no, result=CaseResult.SANCTIONED),
            ),
            Row(
                person.id, on, SanctionImposed(kind=kind, document_no=f"政处〔{on.year}〕{case_no}")
            ),
        ]
    opened_on = case_opened_on(person, today)
    if opened_on is not None:
        rows.append(Row(person.id, opened_on, CaseOpened(case_no=f"监立〔{opened_on.year}〕31")))
    return rows


def case_opened_on(person: Person, today: date) -> date | None:
    """The day of a case that is still open."""
    if person.story is None or person.story.name != "case_open":
        return None
    return today - timedelta(days=CASE_DAYS)
