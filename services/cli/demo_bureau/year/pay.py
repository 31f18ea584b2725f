"""Fixed pay items, accounts, contribution bases, special deductions; all invented. Pure."""

from datetime import date

from services.cli.demo_bureau.days import dice
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.roster.events import (
    BankAccountSet,
    ContributionBaseSet,
    DeductionKind,
    OfficerPayItem,
    PayItemSet,
    SpecialDeductionDeclared,
)

YEARS = 2
BASE_MONTH = 7  # Contribution bases change on 1 July.
DEDUCTIONS = (
    (DeductionKind.ELDERLY, 150_000, 0.35),
    (DeductionKind.CHILD_EDUCATION, 200_000, 0.30),
    (DeductionKind.MORTGAGE, 100_000, 0.25),
    (DeductionKind.RENT, 110_000, 0.10),
)
ITEMS = (
    (OfficerPayItem.WORK_ALLOWANCE, 180_000),
    (OfficerPayItem.LIVING_ALLOWANCE, 120_000),
    (OfficerPayItem.DUTY_ALLOWANCE, 66_000),
    (OfficerPayItem.HOUSING, 45_000),
    (OfficerPayItem.PERFORMANCE, 200_000),
)
WITHOUT_ACCOUNT = 0.01
POST_STEP_FEN, GRADE_STEP_FEN = 6_500, 9_800


def pay_rows(person: Person, today: date) -> list[Row]:
    """Since two years ago, or since entry; never after leaving."""
    end_on = person.leaving.on if person.leaving else today
    rows = [*_account(person), *_bases(person, today), *_deductions(person, today)]
    if person.is_officer:
        rows += _items(person, today)
    return [row for row in rows if row.effective_on <= end_on]


def _account(person: Person) -> list[Row]:
    """Nearly everybody has one; no bank begins its numbers like these."""
    throw = dice(person.id, "account")
    if throw.random() < WITHOUT_ACCOUNT:
        return []
    account = BankAccountSet(bank="演示银行", account_no=f"99990000{throw.randrange(10**11):011}")
    return [Row(person.id, person.entered_on, account)]


def _items(person: Person, today: date) -> list[Row]:
    start = max(date(today.year - YEARS, 1, 1), person.entered_on)
    rows = [Row(person.id, start, PayItemSet(item=item, monthly_fen=fen)) for item, fen in ITEMS]
    served = today.year - person.entered_on.year
    post = 100_000 + POST_STEP_FEN * served
    rows.append(Row(person.id, start, PayItemSet(item=OfficerPayItem.POST, monthly_fen=post)))
    for year in range(start.year, today.year + 1):
        # Two counted years are one 档次; the new amount is paid from 1 January.
        steps = (year - person.entered_on.year) // 2
        amount = 110_000 + GRADE_STEP_FEN * steps
        on = max(start, date(year, 1, 1))
        fact = PayItemSet(item=OfficerPayItem.GRADE, monthly_fen=amount)
        if year == start.year or (year - person.entered_on.year) % 2 == 0:
            rows.append(Row(person.id, on, fact))
    return rows


def _bases(person: Person, today: date) -> list[Row]:
    """Set at entry and every July since; the average of the year before."""
    rows = []
    level = 780_000 if person.is_officer else 420_000
    age = dice(person.id, "base").randint(0, 60_000)
    first = date(today.year - YEARS - 1, BASE_MONTH, 1)
    days = [date(year, BASE_MONTH, 1) for year in range(first.year, today.year + 1)]
    for on in sorted({max(first, person.entered_on), *days}):
        if on >= person.entered_on and on <= today:
            average = level + age + 12_000 * (on.year - first.year)
            rows.append(Row(person.id, on, ContributionBaseSet(average_monthly_wage_fen=average)))
    return rows


def _deductions(person: Person, today: date) -> list[Row]:
    """Declared anew for each calendar year."""
    rows = []
    throw = dice(person.id, "deductions")
    claimed = [(kind, fen) for kind, fen, chance in DEDUCTIONS if throw.random() < chance]
    for year in range(today.year - YEARS, today.year + 1):
        on = max(date(year, 1, 1), person.entered_on)
        if on.year > year or on > today:
            continue
        rows += [
            Row(
                person.id,
                on,
                SpecialDeductionDeclared(
                    kind=kind,
                    monthly_fen=fen,
                    first_month=f"{on:%Y-%m}",
                    last_month=f"{year}-12",
                ),
            )
            for kind, fen in claimed
        ]
    return rows
