"""The shipped conditions of each place, as tests ask for them."""

from datetime import date

from services.kernel.policy_files import POLICIES, load_shelf
from services.roster.recruitment.policy import RECRUITMENT

PLACES = ("r0", "nine", "shantou")
DAY = date(2026, 11, 25)


def place(name="r0", day=DAY):
    found = load_shelf(POLICIES, name, [RECRUITMENT]).in_force(RECRUITMENT.name, day)
    return found.law, found.choice
