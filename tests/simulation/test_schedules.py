"""Thousands of schedules of crashes, pauses and losses; the real code must heal from every one."""

import pytest

from tests.simulation.schedule import Run, faults

QUICK, NIGHTLY = range(400), range(400, 12_400)


def test_every_schedule_heals_to_the_same_end():
    wrong = {seed: found for seed in QUICK if (found := faults(Run(seed).play()))}

    assert wrong == {}


def test_the_schedules_do_happen():
    """Faults that never strike prove nothing."""
    runs = [Run(seed).play() for seed in range(60)]

    assert sum(len(run.log.events) for run in runs) > 60 * 40
    assert any(run.wiped for run in runs)
    assert any(run.broker.epoch > 3 for run in runs)
    assert all(len(run.acknowledged) < len(run.sent) or run.sent for run in runs)


@pytest.mark.parametrize("bug", ["place_first", "place_apart", "no_fencing"])
def test_a_planted_bug_turns_the_checker_red(bug):
    assert any(faults(Run(seed, bug).play()) for seed in range(120))


def test_the_same_seed_is_the_same_run():
    one, two = Run(7).play(), Run(7).play()

    assert one.log.events == two.log.events
    assert one.database.effects == two.database.effects


@pytest.mark.nightly
def test_many_more_schedules():
    wrong = {seed: found for seed in NIGHTLY if (found := faults(Run(seed).play()))}

    assert wrong == {}
