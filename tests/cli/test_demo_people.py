"""The persons of the demonstration have the same ids everywhere."""

from services.cli.demo_people import cast, person_id


def test_ids_are_fixed_for_ever():
    assert person_id(2) == "b5107d69-ba5f-5182-a90d-229f553cd1f7"
    assert cast()["officer"] == person_id(2)
