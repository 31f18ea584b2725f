"""A unit's history that says two things of one day, or sets up or closes twice."""

import pytest

from services.roster import events as e
from tests.roster.on_file import told


def created(parent: str):
    return e.UnitCreated(name="一中队", kind=e.UnitKind.TEAM, parent_id=parent)


CREATED = ("2010-01-01", created("a"))
CLOSED = ("2015-01-01", e.UnitClosed())


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((CREATED, ("2010-01-01", created("b"))), {("unit_created_twice", (1, 2))}),
        ((CREATED, ("2011-01-01", created("b"))), {("unit_created_twice", (1, 2))}),
        ((CREATED, CLOSED, ("2016-01-01", created("b"))), set()),
        ((CREATED, CLOSED, ("2016-01-01", e.UnitClosed())), {("unit_closed_twice", (2, 3))}),
    ],
)
def test_set_up_and_closed_by_turns(lines, found):
    assert told(*lines) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (e.UnitRenamed(name="甲"), e.UnitRenamed(name="乙")),
        (e.UnitMoved(parent_id="a"), e.UnitMoved(parent_id="b")),
        (e.ManagingOfficeNamed(office_id="a"), e.ManagingOfficeNamed(office_id="b")),
        (
            e.UnitQuotaApproved(category="officer", places=1),
            e.UnitQuotaApproved(category="officer", places=2),
        ),
        (
            e.ResponsibleOfficerAssigned(officer_id="11111111-1111-4111-8111-111111111111"),
            e.ResponsibleOfficerAssigned(officer_id="22222222-2222-4222-8222-222222222222"),
        ),
    ],
)
def test_two_of_one_day_contradict_each_other_and_of_two_days_do_not(one, other):
    assert told(("2020-01-01", one), ("2020-01-01", other)) == {("said_differently", (1, 2))}
    assert told(("2020-01-01", one), ("2020-01-02", other)) == set()


def test_quotas_of_two_categories_on_one_day_are_both_true():
    first = e.UnitQuotaApproved(category="officer", places=1)
    other = e.UnitQuotaApproved(category="civil", places=2)

    assert told(("2020-01-01", first), ("2020-01-01", other)) == set()
