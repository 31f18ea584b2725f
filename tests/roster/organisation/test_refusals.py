"""Refusals name numbers and people, not all of a crowd."""

from services.roster.events import Category
from services.roster.organisation import refusals


def test_the_numbers_are_told_in_both_languages():
    refused = refusals.over_quota("一中队", Category.OFFICER, 3, 5)

    for text in (refused.text.zh, refused.text.en):
        assert "3" in text
        assert "5" in text
        assert "2" in text


def test_of_a_crowd_twenty_are_named():
    refused = refusals.has_people([f"人{n}" for n in range(100)])

    assert "100" in refused.text.zh
    assert "人19 ..." in refused.text.zh
    assert "人20" not in refused.text.zh
