"""Holders by everybody's facts, and the places that are taken, whoever says so."""

import msgspec
import pytest

from services.gateway.level.quota import Places
from services.gateway.places.count import Holder, groups_entered, holders, taken
from tests.gateway.on_file import DAY, ask, on_file

SINCE = "{auxiliary_level_awarded: 3, on: 2020-05-01}"


def place(held):
    return Places("levels_1_to_3", 60, held, "-")


@pytest.mark.parametrize(
    ("lines", "since"),
    [
        ((SINCE,), "2020-05-01"),
        ((SINCE, "{auxiliary_level_awarded: 2, on: 2024-05-01}"), "2020-05-01"),
        ((SINCE, "{auxiliary_level_awarded: 4, manner: 降级, on: 2024-05-01}"), None),
        ((SINCE, "{service_left: 辞职, on: 2024-05-01}"), None),
        (("{auxiliary_level_awarded: 4, on: 2020-05-01}",), None),
        (("{auxiliary_level_awarded: 3, on: 2024-06-02}",), None),
        (
            (
                SINCE,
                "{service_left: 辞职, on: 2022-05-01}",
                "{service_entered: 勤务辅警, on: 2023-01-01}",
            ),
            None,
        ),
    ],
)
def test_a_place_is_held_while_somebody_serves_in_the_group(lines, since):
    found = holders({"a": on_file(*lines)}, "levels_1_to_3", DAY("2024-06-01"))
    assert found == ([Holder("a", DAY(since))] if since else [])


def test_the_first_level_is_a_group_of_its_own():
    files = {"a": on_file(SINCE), "b": on_file("{auxiliary_level_awarded: 1, on: 2024-01-01}")}
    assert [h.person for h in holders(files, "level_1", DAY("2024-06-01"))] == ["b"]
    assert [h.person for h in holders(files, "levels_1_to_3", DAY("2024-06-01"))] == ["a", "b"]


@pytest.mark.parametrize(
    ("held", "on_file_since", "reserved", "count"),
    [
        (59, [], [], 59),
        (59, ["2024-05-01"], [], 60),  # Entered since the statement.
        (59, ["2024-04-30"], [], 59),  # Is in the statement.
        (1, ["2024-04-01", "2024-04-02", "2024-04-03"], [], 3),  # The statement says too few.
        (58, [], ["x", "y", "x"], 60),
        (58, ["2024-05-02"], ["0"], 59),  # Holds by now what was set aside.
        (58, [], ["me"], 58),
    ],
)
def test_places_are_taken_as_far_as_anything_says(held, on_file_since, reserved, count):
    found = [Holder(str(n), DAY(day)) for n, day in enumerate(on_file_since)]
    assert taken(place(held), DAY("2024-05-01"), found, reserved, "me") == count


def test_a_step_inside_a_group_takes_no_place():
    facts = on_file(
        "{auxiliary_level_awarded: 4, on: 2019-05-01}",
        "{level_selected: 3, on: 2024-05-10}",
    )
    decision = ask(facts, "2024-06-01", kind="auxiliary_level")
    assert groups_entered(decision) == ["levels_1_to_3"]
    (step,) = decision.steps
    inside = msgspec.structs.replace(step, from_="level_3", to="level_2")
    assert groups_entered(msgspec.structs.replace(decision, steps=(inside,))) == []
    top = msgspec.structs.replace(step, from_="level_2", to="level_1")
    assert groups_entered(msgspec.structs.replace(decision, steps=(top,))) == ["level_1"]
