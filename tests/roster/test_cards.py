"""What the read models say of one subject."""

from datetime import date

import pytest

from services.kernel.fact import read_fact, standing
from services.roster import events as e
from services.roster.cards import rows_of
from tests.kernel.samples import recorded


def _rows(table: str, *facts):
    events = [
        recorded(n, event=event, effective_on=date.fromisoformat(day))
        for n, (event, day) in enumerate(facts, start=1)
    ]
    return rows_of("s", standing(map(read_fact, events)))[table]


def test_a_leader_is_relieved_of_the_unit_named_only():
    role = e.LeaderRole.LEADER
    rows = _rows(
        "unit_leaders",
        (e.UnitLeaderAppointed(unit_id="a", role=role), "2020-01-01"),
        (e.UnitLeaderAppointed(unit_id="b", role=role), "2020-02-01"),
        (e.UnitLeaderRelieved(unit_id="a"), "2021-01-01"),
    )

    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("a", date(2020, 1, 1), date(2021, 1, 1)),
        ("b", date(2020, 2, 1), None),
    ]


def _terms(*facts):
    return [(row[1], str(row[2]), row[3] and str(row[3])) for row in _rows("unit_leaders", *facts)]


APPOINTED = (e.UnitLeaderAppointed(unit_id="a", role=e.LeaderRole.LEADER), "2020-01-01")
ENTERED = (e.ServiceEntered(category=e.Category.OFFICER), "2010-01-01")
LEFT = (e.ServiceLeft(kind=e.LeavingKind.DISMISSED), "2021-06-30")


@pytest.mark.parametrize(
    ("facts", "terms"),
    [
        ((ENTERED, APPOINTED, LEFT), [("a", "2020-01-01", "2021-07-01")]),
        ((APPOINTED,), [("a", "2020-01-01", None)]),
        (
            (ENTERED, LEFT, (APPOINTED[0], "2022-01-01")),
            [],
        ),
        (
            (ENTERED, LEFT, (ENTERED[0], "2022-01-01"), (APPOINTED[0], "2022-01-01")),
            [("a", "2022-01-01", None)],
        ),
        (
            ((e.UnitAssigned(unit_id="a"), "2019-01-01"), APPOINTED,
             (e.UnitAssigned(unit_id="b"), "2021-01-01")),
            [("a", "2020-01-01", "2021-01-01")],
        ),
        (
            ((e.UnitAssigned(unit_id="x"), "2019-01-01"), APPOINTED,
             (e.UnitAssigned(unit_id="a"), "2020-01-03")),
            [("a", "2020-01-01", None)],
        ),
        (
            ((e.UnitAssigned(unit_id="a"), "2019-01-01"), APPOINTED,
             (e.UnitAssigned(unit_id="a"), "2021-01-01")),
            [("a", "2020-01-01", None)],
        ),
    ],
    ids=["left", "no service recorded", "named after leaving", "named after re-entry",
         "posted away", "posted there late", "posted to where he was"],
)  # fmt: skip
def test_a_term_ends_by_leaving_or_by_being_posted_away(facts, terms):
    assert _terms(*facts) == terms


def test_who_has_left_is_nowhere_until_posted_again():
    posted = (e.UnitAssigned(unit_id="a"), "2010-01-01")
    again = ((ENTERED[0], "2022-01-01"), (e.UnitAssigned(unit_id="b"), "2022-03-01"))
    rows = _rows("unit_assignments", ENTERED, posted, LEFT, *again)

    assert {(str(row[1]), row[2]) for row in rows} == {
        ("2010-01-01", "a"),
        ("2021-07-01", None),
        ("2022-03-01", "b"),
    }


def test_an_auxiliary_appointed_as_an_officer_stays_where_he_is():
    facts = ((e.ServiceEntered(category=e.Category.AUXILIARY_DUTY), "2010-01-01"),
             (e.UnitAssigned(unit_id="a"), "2010-01-01"),
             (e.ServiceLeft(kind=e.LeavingKind.APPOINTED_OFFICER), "2021-06-30"),
             (ENTERED[0], "2021-07-01"))  # fmt: skip

    assert [row[2] for row in _rows("unit_assignments", *facts)] == ["a"]


def test_a_unit_has_a_version_for_each_day_it_changed():
    rows = _rows(
        "unit_versions",
        (e.UnitCreated(name="一中队", kind=e.UnitKind.TEAM, parent_id="x"), "2020-01-01"),
        (e.UnitRenamed(name="二中队"), "2021-01-01"),
        (e.UnitMoved(parent_id="y"), "2022-01-01"),
        (e.UnitClosed(), "2023-01-01"),
    )

    assert [row[2:] for row in rows] == [
        ("一中队", "team", "x", False),
        ("二中队", "team", "x", False),
        ("二中队", "team", "y", False),
        ("二中队", "team", "y", True),
    ]


def test_a_change_to_a_unit_nobody_created_shows_nowhere():
    assert _rows("unit_versions", (e.UnitRenamed(name="x"), "2021-01-01")) == []


def test_the_later_recorded_assignment_of_one_day_places_the_person():
    rows = _rows(
        "unit_assignments",
        (e.UnitAssigned(unit_id="a"), "2020-01-01"),
        (e.UnitAssigned(unit_id="b"), "2020-01-01"),
    )

    assert [row[2] for row in rows] == ["b"]
