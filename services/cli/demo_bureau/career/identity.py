"""Fictional documents of the first brigade: ID numbers of area 999999, telephones, health. Pure."""

from services.cli.demo_bureau.days import dice
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.roster.events import ContactTold, HealthConclusion, HealthTold, IdentityTold, Sex

AREA = "999999"  # No such place: whoever meets one of these numbers knows that it is nobody's.
# 三龄两历: their birth date is corrected later, and until then no number would agree with it.
DISPUTED = 21
EXAMINED_EVERY = 9
_DETAIL = "虚构体检记录: 血压偏高, 建议三个月后复查"


def identity_rows(person: Person) -> list[Row]:
    """Of the first brigade only: three digits of sequence are not enough for a whole province."""
    if person.brigade != 1:
        return []
    told = ContactTold(phone=f"1990000{person.number:04d}", address=f"澜江市虚构路{person.place}号")
    rows = [Row(person.id, person.entered_on, told)]
    if person.place != DISPUTED:
        number = IdentityTold(id_number=id_number(person))
        rows.append(Row(person.id, person.entered_on, number))
    if person.place % EXAMINED_EVERY == 0:
        limited = dice(person.id, "health").random() < 1 / 4
        conclusion = HealthConclusion.LIMITED if limited else HealthConclusion.FIT
        found = HealthTold(conclusion=conclusion, detail=_DETAIL)
        rows.append(Row(person.id, person.entered_on, found))
    return rows


def id_number(person: Person) -> str:
    """GB 11643: area, birth date, a sequence that is odd for men, and the check character."""
    sequence = person.place * 2 + (person.sex is Sex.MALE)
    first = f"{AREA}{person.birth_on:%Y%m%d}{sequence:03d}"
    remainder = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(first)) % 11
    return first + "10X98765432"[remainder]
