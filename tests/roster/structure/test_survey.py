"""A bureau surveyed as a whole and in part."""

from services.roster import events as e
from services.roster.structure.survey import Asked, Surveyor, first_day_of_turnover
from tests.roster.structure.files import CHOICE, TODAY, created, day, entered, facts, placed

UNITS = [
    ("bureau", facts((created(e.UnitKind.BUREAU), "2000-01-01"))),
    ("office", facts((created(e.UnitKind.OFFICE, "bureau"), "2000-01-01"))),
    (
        "station",
        facts(
            (created(e.UnitKind.STATION, "bureau"), "2000-01-01"),
            (e.UnitQuotaApproved(category=e.Category.OFFICER, places=1), "2000-01-01"),
            (e.UnitQuotaApproved(category=e.Category.OFFICER, places=9), "2030-01-01"),
        ),
    ),
    ("desk", facts((created(e.UnitKind.OFFICE, "station"), "2000-01-01"))),
]


def _survey(tops=None, places=("office", "station", "desk", "moon")):
    surveyor = Surveyor(CHOICE, Asked(TODAY, day("2023-11-26"), TODAY, tops))
    surveyor.take_units(UNITS)
    for unit_id in places:
        surveyor.take_person(facts((entered(), "2020-01-01"), (placed(unit_id), "2020-01-01")))
    return surveyor.survey()


def test_whoever_serves_below_a_grassroots_unit_serves_at_the_grassroots():
    found = _survey()

    assert (found.grassroots.serving, found.grassroots.there) == (4, 2)
    assert not found.grassroots.met
    assert found.unplaced == 1


def test_a_part_counts_its_own_people_and_its_own_quotas():
    found = _survey(frozenset({"station"}))

    assert found.tables[0].total == 2
    assert found.grassroots.met
    assert [(use.places, use.used) for use in found.quotas] == [(1, 2)]
    assert _survey(frozenset({"office"})).quotas == []
    assert _survey(frozenset()).tables[0].total == 0


def test_eighty_five_in_a_hundred_is_enough():
    enough = _survey(places=["station"] * 17 + ["office"] * 3).grassroots
    short = _survey(places=["station"] * 16 + ["office"] * 3).grassroots

    assert (enough.met, short.met) == (True, False)


def test_whole_years_of_turnover_end_with_the_day_asked():
    assert first_day_of_turnover(TODAY, 3) == day("2023-11-26")
