"""Entry, education, unit, post, contracts and leaving: the first pages of every file. Pure."""

from datetime import date, timedelta

from services.cli.demo_bureau.days import dice
from services.cli.demo_bureau.leaving import CONTRACT_MONTHS
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.cli.demo_bureau.units import home_of, position_of, visit_of
from services.kernel.legal_dates import ONE_DAY, last_day, next_day_after
from services.roster.events import (
    Category,
    ContractEnded,
    ContractKind,
    ContractSigned,
    DutyPost,
    DutyPostAssigned,
    EducationRecorded,
    EndingPath,
    PersonRegistered,
    ServiceEntered,
    ServiceLeft,
    UnitAssigned,
)

OFFICER_PROBATION, OTHER_PROBATION = 12, 6
FIXED_TERMS = 2  # 劳动合同法 art. 14: after two fixed terms an open contract is to be offered.
FIRST_JOB_AGE = 22
ROTATION_CHANCE = 0.15
# Where clerical staff came from: never from the road, which is no post of theirs.
INDOORS: dict[DutyPost | None, DutyPost] = {
    DutyPost.WINDOW: DutyPost.CLERICAL,
    DutyPost.COMMAND: DutyPost.CLERICAL,
    DutyPost.CLERICAL: DutyPost.WINDOW,
}
WAGE_FEN = 380_000
SCHOOLS = ("澜江警官学院", "澜江大学", "澜江职业学院", "澜江第一中学", "澜江交通学校")


def first_pages(person: Person, today: date) -> list[Row]:
    """What stands in everybody's file."""
    entered_on, end_on = person.entered_on, person.leaving.on if person.leaving else today
    is_young = (entered_on - person.birth_on).days < FIRST_JOB_AGE * 365
    rows = [
        Row(person.id, entered_on, registration(person)),
        Row(
            person.id,
            entered_on,
            ServiceEntered(
                category=person.category,
                probation_months=OFFICER_PROBATION if person.is_officer else OTHER_PROBATION,
                first_wage_job=is_young and person.is_auxiliary,
            ),
        ),
        Row(
            person.id,
            entered_on,
            EducationRecorded(
                level=person.education, school=dice(person.id, "school").choice(SCHOOLS)
            ),
        ),
        *_places(person, end_on),
    ]
    if not person.is_officer:
        rows += _contracts(person, end_on)
    if person.leaving is not None:
        path = f"{person.leaving.path.zh}: {person.leaving.reason}"
        rows.append(Row(person.id, end_on, ServiceLeft(kind=person.leaving.kind, legal_path=path)))
    return rows


def registration(person: Person) -> PersonRegistered:
    return PersonRegistered(
        name=person.name,
        sex=person.sex,
        category=person.category,
        birth_on=person.birth_on,
        police_number=_number(person),
    )


def _number(person: Person) -> str | None:
    """Digits with leading zeros for officers, letters and digits for auxiliaries: text."""
    if person.is_officer:
        return f"06{person.number:04d}"[-7:]  # An officer's number has no more digits.
    if person.is_auxiliary:
        return f"FJ{person.number:06d}"
    return None


def _places(person: Person, end_on: date) -> list[Row]:
    """Unit and duty post from the first day; some were rotated (轮岗) in the last two years."""
    here = (home_of(person), person.duty_post, position_of(person))
    moved_on = _rotated_on(person, end_on)
    if moved_on is None:
        return _placed(person, person.entered_on, *here)
    earlier = INDOORS.get(person.duty_post, DutyPost.ROAD)
    rows = _placed(person, person.entered_on, visit_of(person), earlier, earlier.zh)
    there = _placed(person, moved_on, *here)
    return [*rows, *(there if earlier != person.duty_post else there[:1])]


def _rotated_on(person: Person, end_on: date) -> date | None:
    throw = dice(person.id, "rotation")
    moved_on = end_on - timedelta(days=throw.randint(60, 600))
    if person.duty_post is None or throw.random() > ROTATION_CHANCE:
        return None
    return moved_on if moved_on > person.entered_on else None


def _placed(person: Person, on: date, unit: str, post: DutyPost | None, position: str) -> list[Row]:
    rows = [Row(person.id, on, UnitAssigned(unit_id=unit, position=position))]
    if post is not None:
        rows.append(Row(person.id, on, DutyPostAssigned(duty_post=post)))
    return rows


def _contracts(person: Person, end_on: date) -> list[Row]:
    """Two fixed terms of three years, then an open contract; the last one may have ended early."""
    rows: list[Row] = []
    begins_on = person.entered_on
    while begins_on <= end_on:
        is_open = len(rows) == FIXED_TERMS
        rows.append(
            Row(
                person.id,
                begins_on,
                ContractSigned(
                    kind=ContractKind.OPEN if is_open else ContractKind.FIXED,
                    last_day=None if is_open else last_day(begins_on, CONTRACT_MONTHS),
                    probation_months=0 if rows else OTHER_PROBATION,
                    agreed_wage_fen=WAGE_FEN if person.category != Category.CIVIL else None,
                ),
            )
        )
        if is_open:
            break
        begins_on = next_day_after(begins_on, CONTRACT_MONTHS)
    leaving = person.leaving
    if leaving is not None:
        if leaving.path == EndingPath.EXPIRY and rows[-1].effective_on > end_on - ONE_DAY:
            rows.pop()
        ended = ContractEnded(path=leaving.path, reason_text=leaving.reason)
        rows.append(Row(person.id, end_on, ended))
    return rows
