"""Every number is valid by the room's own reading, agrees with the file, and is nobody else's."""

from datetime import date

from services.cli.demo_bureau.career.identity import AREA, DISPUTED, id_number, identity_rows
from services.cli.demo_bureau.people import brigade
from services.roster.events import IdentityTold
from services.roster.identity.id_number import normalised, said_by

TODAY = date(2026, 11, 25)


def test_numbers_are_valid_agree_and_are_one_each():
    people = brigade(1, TODAY, 1)
    numbers = [id_number(person) for person in people]

    assert [normalised(number) for number in numbers] == numbers
    assert {number[:6] for number in numbers} == {AREA}
    assert [said_by(n).birth_on for n in numbers] == [p.birth_on for p in people]
    assert [said_by(n).sex for n in numbers] == [p.sex for p in people]
    assert len(set(numbers)) == len(people)


def test_everybody_of_the_first_brigade_has_one_but_the_one_whose_birth_date_is_disputed():
    people = brigade(1, TODAY, 1)
    without = [
        person.place
        for person in people
        if not any(isinstance(row.data, IdentityTold) for row in identity_rows(person))
    ]

    assert without == [DISPUTED]
    assert [row for person in brigade(1, TODAY, 2) for row in identity_rows(person)] == []
