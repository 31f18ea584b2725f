"""Post grades: one at a time, old names before June 2019, new ones since."""

from services.cli.demo_bureau.career.posts import BEFORE_2019, GRADES_SINCE, posts_of
from services.roster.events import PostManner
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_names_change_with_the_law(seed, today):
    for person in drawn.people(seed, today):
        if person.story is None:
            continue
        held = posts_of(person.story, today)
        old = set(BEFORE_2019.values())
        assert all((one.grade in old) == (one.on < GRADES_SINCE) for one in held)
        assert len({one.on for one in held}) == len(held)
        if held:
            assert held[0].manner == PostManner.CONFIRMED
            assert held[0].on == person.story.confirmed_on
