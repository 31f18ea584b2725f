"""59 left in three years, each on a legal path that fits the way of leaving."""

from collections import Counter

from services.cli.demo_bureau.days import years_before
from services.cli.demo_bureau.leaving import leavings
from services.kernel.legal_dates import last_day
from services.roster.events import EndingPath, LeavingKind
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_they_left_within_three_years_after_they_came(seed, today):
    found = leavings(seed, today, 1)

    assert len(found) == 59
    assert all(years_before(today, 3) < one.on < today for one in found)
    assert all(one.entered_on < one.on for one in found)
    assert Counter(one.kind for one in found)[LeavingKind.RESIGNED] == 36


@every_draw
def test_a_contract_that_expired_ran_to_its_last_day(seed, today):
    expired = [one for one in leavings(seed, today, 1) if one.path == EndingPath.EXPIRY]
    assert len(expired) == 10
    assert all(one.on == last_day(one.entered_on, 36) for one in expired)
