"""ID numbers (公民身份号码) by GB 11643: their check character, and what they say. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.kernel.values import DAY_MAX, DAY_MIN, wrong
from services.roster.person.events import Sex

# GB 11643-1999: weights 2^(17-i) mod 11 of the first seventeen digits, and the check characters.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LENGTH, OLD_LENGTH = 18, 15
# GB/T 2260: the first two digits are a province; 81 to 83 for residence permits (港澳台居民居住证).
PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)}
    | {*range(61, 66), 71, 81, 82, 83}
)
INVENTED = "999999"  # Nobody's region: of demonstrations and tests.
_FORM = re.compile(r"[1-9][0-9]{16}[0-9Xx]")
_OLD_FORM = re.compile(r"[0-9]{15}")


@dataclass(frozen=True, slots=True)
class Said:
    """What an ID number says of its bearer."""

    birth_on: date
    sex: Sex


def check_character(first: str) -> str:
    """Of the first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return CHECKS[total % 11]


def normalised(text: str) -> str:
    """The number with an upper-case X. Raises what a model's refusal is made of."""
    if _OLD_FORM.fullmatch(text):
        raise wrong(
            "id_number_of_15_digits",
            "15 位旧号码已停用, 应填 18 位公民身份号码",
            "the 15-digit number is out of use: give the 18 characters of GB 11643",
        )
    if not _FORM.fullmatch(text):
        raise wrong(
            "id_number_malformed",
            "应为 18 位公民身份号码: 17 位数字和校验码 (0-9 或 X)",
            "must be 18 characters: 17 digits, then a digit or X",
        )
    number = text.upper()
    if int(number[:2]) not in PROVINCES and not number.startswith(INVENTED):
        raise wrong(
            "id_number_no_such_region",
            "号码前两位不是省级行政区划代码 (GB/T 2260), 请核对号码",
            "the first two digits are no province (GB/T 2260): look at the document again",
        )
    _birth_day(number)
    if check_character(number[:17]) != number[17]:
        raise wrong(
            "id_number_check_wrong",
            "校验码不符 (GB 11643), 请核对号码",
            "the check character does not fit (GB 11643): look at the document again",
        )
    return number


def said_by(number: str) -> Said:
    """Of a number that `normalised` has let through."""
    # GB 11643: the last digit of the sequence is odd for men, even for women.
    return Said(_birth_day(number), Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def _birth_day(number: str) -> date:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise _no_such_day() from None


def _no_such_day() -> PydanticCustomError:
    return wrong(
        "id_number_no_such_day",
        "号码中的出生日期不存在",
        "the date of birth in the number is not a day of the calendar",
    )


def _of_our_time(number: str) -> str:
    """Valid by the standard, and somebody a file can be about."""
    if not DAY_MIN <= said_by(number).birth_on <= DAY_MAX:
        raise wrong(
            "id_number_day_out_of_range",
            f"号码中的出生日期应在 {DAY_MIN} 至 {DAY_MAX} 之间",
            f"the date of birth in the number must be between {DAY_MIN} and {DAY_MAX}",
        )
    return number


IdNumber = Annotated[
    str,
    Field(min_length=1, max_length=40),
    AfterValidator(normalised),
    AfterValidator(_of_our_time),
]
