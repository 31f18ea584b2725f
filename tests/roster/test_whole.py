"""As what somebody served on a day, and which fact says so."""

from datetime import date

import pytest

from services.roster import events as e
from services.roster.whole import Whole
from tests.roster.on_file import on_file

REGISTERED = (
    "2010-01-01",
    e.PersonRegistered(name="张三", sex=e.Sex.MALE, category=e.Category.AUXILIARY_DUTY),
)
FILE = (
    REGISTERED,
    ("2010-01-01", e.ServiceEntered(category=e.Category.AUXILIARY_DUTY)),
    ("2012-01-01", e.ServiceLeft(kind=e.LeavingKind.APPOINTED_OFFICER)),
    ("2012-01-01", e.ServiceEntered(category=e.Category.OFFICER)),
    ("2014-01-01", e.ServiceLeft(kind=e.LeavingKind.RESIGNED)),
)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2009-12-31", None),
        ("2010-01-01", 2),
        ("2012-01-01", 4),
        ("2014-01-01", 4),
        ("2014-01-02", None),
    ],
)
def test_the_entry_says_it_until_the_last_day_of_service(day, says):
    fact = Whole(on_file(*FILE)).says_category(date.fromisoformat(day))

    assert (fact.event_id.int if fact else None) == says


def test_without_an_entry_the_registration_says_it():
    fact = Whole(on_file(REGISTERED)).says_category(date(2009, 1, 1))

    assert fact is not None
    assert fact.type == e.PersonRegistered.TYPE
