"""Whoever reads which partition, whatever dies or wakes too late: every event once, in order."""

import pytest

from services.kernel.follow.place import Stopped
from tests.simulation.sharing import Sharing


def _wrong(run: Sharing) -> bool:
    try:
        run.play()
    except (Stopped, KeyError):
        return True
    return run.database.effects != run.log


def test_every_schedule_takes_every_event_once_without_asking_the_room():
    assert [seed for seed in range(150) if _wrong(Sharing(seed))] == []


def test_the_schedules_do_share():
    runs = [Sharing(seed).play() for seed in range(40)]

    assert sum(run.parking.shared for run in runs) > 40 * 20
    assert sum(run.crashes for run in runs) > 5
    assert sum(run.group.generation for run in runs) > 40 * 3


@pytest.mark.parametrize("bug", ["stale_place", "counts_survive"])
def test_a_planted_bug_turns_it_red(bug):
    assert any(_wrong(Sharing(seed, bug)) for seed in range(150))


@pytest.mark.nightly
def test_many_more_schedules():
    assert [seed for seed in range(150, 6_000) if _wrong(Sharing(seed))] == []
