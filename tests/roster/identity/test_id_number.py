"""GB 11643: what is a number, what is none, and what it says; domain.md D-01 to D-06."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.roster.events import Sex
from services.roster.identity.id_number import IdNumber, check_character, normalised, said_by

READ = TypeAdapter(IdNumber)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("999999199003071234", "999999199003071234"),
        ("999999198802290017", "999999198802290017"),
        ("99999920000101002X", "99999920000101002X"),
    ],
)
def test_what_the_standard_lets_through(given, number):
    assert READ.validate_python(given) == number


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("110105194912310021", "id_number_check_wrong"),
        ("110105202302290014", "id_number_no_such_day"),  # The check character fits.
        ("440524188001010014", "id_number_day_out_of_range"),  # Valid, of 1880: nobody's file.
        ("110105491231002", "id_number_of_15_digits"),
        ("11010519491231002", "id_number_malformed"),
        ("11010519491231002X\n", "id_number_malformed"),
        ("1101051949123100２X", "id_number_malformed"),  # A full-width digit.
        ("110105 19491231002X", "id_number_malformed"),
        ("01010519491231002X", "id_number_malformed"),
        ("990105194912310022", "id_number_no_such_region"),
        ("160105194912310022", "id_number_no_such_region"),
        ("999998194912310022", "id_number_no_such_region"),
    ],
)
def test_what_it_does_not_is_named_and_not_repeated(given, code):
    with pytest.raises(ValidationError) as refused:
        READ.validate_python(given)

    (error,) = refused.value.errors(include_input=False)
    assert error["type"] == code
    assert given not in error["msg"]


def test_the_standards_own_example_of_1880_is_valid():
    assert normalised("440524188001010014") == "440524188001010014"


def test_it_says_when_its_bearer_was_born_and_as_what():
    assert said_by("11010519491231002X") == said_by(normalised("11010519491231002x"))
    assert said_by("11010519491231002X").birth_on == date(1949, 12, 31)
    assert [said_by(n).sex for n in ("11010519491231002X", "999999199003071234")] == [
        Sex.FEMALE,
        Sex.MALE,
    ]


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999), st.integers(0, 17))
def test_one_digit_mistaken_never_passes(born, sequence, at):
    first = f"999999{born:%Y%m%d}{sequence:03d}"
    number = first + check_character(first)
    assert normalised(number) == number
    other = "0123456789".replace(number[at], "")[sequence % 9]
    if at == 0 and other == "0":
        other = "1"
    forged = number[:at] + other + number[at + 1 :]
    if forged != number:
        with pytest.raises(ValueError, match="id_number|check|calendar|characters|province"):
            normalised(forged)
