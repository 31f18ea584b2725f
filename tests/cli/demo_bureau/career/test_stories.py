"""The outlines: who is due when."""

from datetime import timedelta

from services.cli.demo_bureau.career.stories import NAMED, TALES, YEARS
from services.cli.demo_bureau.people import OFFICERS
from services.kernel.legal_dates import next_day_after
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


def test_every_officer_has_a_story():
    places = set(TALES) | set(NAMED) | set(YEARS)
    assert places == set(range(OFFICERS))


@every_draw
def test_a_tale_is_complete_on_its_day(seed, today):
    for person in drawn.people(seed, today):
        tale = TALES.get(person.place) if person.is_officer else None
        if tale is None or person.story is None:
            continue
        day = person.story.confirmed_on
        for months in tale.periods:
            day = next_day_after(day, months)
        late = day - (today + timedelta(days=tale.days))
        assert timedelta(0) <= late <= timedelta(days=3), tale
