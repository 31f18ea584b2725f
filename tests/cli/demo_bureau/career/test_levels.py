"""Levels go one step at a time, after the months of R0, inside the quota 34 / 10."""

from collections import Counter
from itertools import pairwise

from services.assessment.events import Grade
from services.cli.demo_bureau.career.levels import QUOTA_1, QUOTA_1_TO_3, due_on
from services.kernel.legal_dates import next_day_after
from services.roster.events import AuxiliaryLevelAwarded, LevelManner, LevelQuotaStated
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_steps_and_months(seed, today):
    for person in drawn.people(seed, today):
        rows = drawn.about(person, drawn.rows(seed, today))
        awarded = drawn.of(rows, AuxiliaryLevelAwarded)
        if not person.is_auxiliary:
            assert awarded == []
            continue
        first_on = next_day_after(person.entered_on, 6)
        assert bool(awarded) == (first_on <= today and person.serves_on(first_on))
        for before, after in pairwise(awarded):
            assert after.data.level == before.data.level - 1
            chosen = after.data.manner == LevelManner.BY_SELECTION
            assert chosen == (after.data.level < 4)
            months = 48 if chosen else 36
            assert after.effective_on >= next_day_after(before.effective_on, months)


@every_draw
def test_the_quota_is_never_exceeded(seed, today):
    held = Counter()
    for person in drawn.people(seed, today):
        rows = drawn.about(person, drawn.rows(seed, today))
        awarded = drawn.of(rows, AuxiliaryLevelAwarded)
        if awarded and person.serves_on(today):
            held[awarded[-1].data.level] += 1
    assert held[1] <= QUOTA_1 == 10
    assert 0 < held[1] + held[2] + held[3] <= QUOTA_1_TO_3 == 34
    assert held[7] + held[6] + held[5] + held[4] > 70
    stated = drawn.of(drawn.rows(seed, today), LevelQuotaStated)
    assert all(row.data.held_levels_1_to_3 <= QUOTA_1_TO_3 for row in stated)


@every_draw
def test_one_level_is_due_in_twelve_days(seed, today):
    person = next(p for p in drawn.people(seed, today) if p.place == 63)
    rows = drawn.about(person, drawn.rows(seed, today))
    last = drawn.of(rows, AuxiliaryLevelAwarded)[-1]
    assert 12 <= (next_day_after(last.effective_on, 36) - today).days <= 18


def test_a_failed_year_moves_the_day_by_twelve_months():
    seed, today = drawn.DRAWS[0]
    person = next(p for p in drawn.people(seed, today) if p.place == 61)
    since = today.replace(year=today.year - 3, day=1)
    grades = {(person.id, since.year + 1): Grade.INCOMPETENT}
    assert due_on(person, since, 36, {}) == next_day_after(since, 36)
    assert due_on(person, since, 36, grades) == next_day_after(since, 48)
