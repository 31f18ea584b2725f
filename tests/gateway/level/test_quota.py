"""Level quotas: the arithmetic of the places, and which groups a step enters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.level.quota import allowed, entered, places
from tests.gateway.on_file import DAY, on_file, shelf_of


def quotas(bureau="r0"):
    return shelf_of(bureau).in_force("auxiliary_level", DAY("2024-06-01")).choice.quotas


@pytest.mark.parametrize(
    ("bureau", "headcount", "found"),
    [
        ("r0", 115, (34, 10)),
        ("r0", 200, (60, 18)),
        ("r0", 3, (0, 0)),
        ("r0", 4, (1, 0)),
        ("r0", 0, (0, 0)),
        ("nine", 115, (29, 6)),
        ("nine", 2, (1, 1)),
    ],
)
def test_the_places_follow_from_the_headcount(bureau, headcount, found):
    assert allowed(headcount, quotas(bureau)) == found


@given(st.integers(0, 1_000_000))
def test_no_share_exceeds_its_part(headcount):
    upper, top = allowed(headcount, quotas())
    assert upper * 100 <= headcount * 30
    assert top * 100 <= upper * 30


@pytest.mark.parametrize(
    ("held", "groups"),
    [(5, []), (4, ["levels_1_to_3"]), (3, []), (2, ["level_1"])],
)
def test_a_place_is_needed_only_where_a_group_is_entered(held, groups):
    (stated,) = on_file("{level_quota_stated: 200, held_levels_1_to_3: 60, on: 2024-05-01}")
    found = entered(places(stated, quotas()), held, held - 1)
    assert [g.group for g in found] == groups


def test_a_group_is_free_below_its_places():
    (stated,) = on_file(
        "{level_quota_stated: 200, held_levels_1_to_3: 59, held_level_1: 18, on: 2024-05-01}"
    )
    upper, top = places(stated, quotas())
    assert (upper.is_free, top.is_free) == (True, False)
