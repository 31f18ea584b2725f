"""The seed decides everything, and over a few seeds everything happens."""

from tests.faults.schedule import TARGETS, draw


def test_the_same_seed_is_the_same_schedule():
    assert draw(7, 3) == draw(7, 3)
    assert draw(7, 3) != draw(8, 3)


def test_every_target_is_struck_once_a_round():
    for seed in range(20):
        assert sorted(fault.target for fault in draw(seed, 1)) == sorted(TARGETS)


def test_over_a_dozen_seeds_every_action_strikes_every_target():
    struck = {(fault.target, fault.action) for seed in range(1, 13) for fault in draw(seed, 3)}

    assert struck == {(target, action) for target, acts in TARGETS.items() for action in acts}
