"""Names are invented, one line, acceptable at the web edge, and some of them rare."""

from services.cli.demo_bureau.names import RARE_NAMES, draw_name, rare_name
from services.kernel.characters import flaw_in_text
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_every_name_passes_the_edge(seed, today):
    for person in drawn.people(seed, today):
        assert flaw_in_text(person.name) is None
        assert 2 <= len(person.name) <= 12


@every_draw
def test_every_brigade_has_characters_beyond_the_basic_plane(seed, today):
    letters = {letter for person in drawn.people(seed, today) for letter in person.name}
    assert any(ord(letter) > 0xFFFF for letter in letters)
    assert "·" in letters or "㛃" in letters


def test_a_rare_name_fits_the_sex():
    for place in range(300):
        for sex in ("male", "female"):
            name = rare_name(place, sex)
            assert name is None or (name, sex) in RARE_NAMES


def test_a_drawn_name_depends_on_the_dice_only():
    from services.cli.demo_bureau.days import dice

    assert draw_name(dice(1), "male") == draw_name(dice(1), "male")
