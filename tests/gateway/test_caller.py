"""A caller is told from another by subject, person and day. (In use: proposal/, payroll/.)"""

from datetime import date

from services.gateway.caller import Caller


def test_two_are_the_same_only_in_everything():
    one = Caller("u", "p", date(2026, 1, 1))

    assert one == Caller("u", "p", date(2026, 1, 1))
    assert one != Caller("u", "p", date(2026, 1, 2))
    assert one != Caller("u", None, date(2026, 1, 1))
