"""One tree, every unit led, everybody in it; the team leader leads those who speak for his team."""

import pytest

from services.cli.demo_bureau.units import (
    LEADERS,
    PARTS,
    home_of,
    leader_row,
    numeral,
    unit_rows,
    visit_of,
)
from services.roster.events import UnitCreated, UnitLeaderAppointed
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


def test_parents_come_first():
    known: set[str | None] = {None}
    for row in unit_rows(3):
        if isinstance(row.data, UnitCreated):
            assert row.data.parent_id in known
            known.add(row.subject)
    assert len(known) == 1 + 1 + 3 * (1 + len(PARTS))


@every_draw
def test_everybody_serves_in_a_unit_that_exists(seed, today):
    units = {row.subject for row in unit_rows(1)}
    for person in drawn.people(seed, today):
        assert {home_of(person), visit_of(person)} <= units


@every_draw
def test_every_unit_has_a_leader(seed, today):
    people = drawn.people(seed, today)
    led = [row.data for p in people if (row := leader_row(p, today)) is not None]
    assert len(led) == len(LEADERS)
    assert {one.unit_id for one in led if isinstance(one, UnitLeaderAppointed)} == {
        "brigade-1",
        *(f"brigade-1-{part}" for part in PARTS),
    }
    by_place = {p.place: p for p in people}
    assert home_of(by_place[1]) == home_of(by_place[2]) == home_of(by_place[60])


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (30, "三十"), (105, "一百零五")]
)
def test_numerals(number, words):
    assert numeral(number) == words
