"""The cast of the demonstration keeps its ids for ever."""

from services.cli.demo_people import cast, person_id


def test_ids_never_change():
    assert person_id(0) == "6d3d14cf-791e-5c97-aa27-a69b70ff6f54"
    assert cast()["auxiliary"] == person_id(60)
