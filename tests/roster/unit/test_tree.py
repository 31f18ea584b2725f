"""Above, below and in circles."""

from datetime import date

from services.roster.unit.tree import UnitVersion, tree_on


def _tree(*lines, day="2024-01-01"):
    return tree_on(
        [
            UnitVersion(unit, date.fromisoformat(on), unit, "team", parent, closed)
            for unit, on, parent, closed in lines
        ],
        date.fromisoformat(day),
    )


LINES = [
    ("a", "2000-01-01", None, False),
    ("b", "2000-01-01", "a", False),
    ("c", "2000-01-01", "b", False),
    ("c", "2024-01-01", "a", False),
    ("d", "2000-01-01", "b", True),
]


def test_the_latest_version_of_the_day_places_a_unit():
    assert _tree(*LINES).line("c") == ["c", "a"]
    assert _tree(*LINES, day="2023-12-31").line("c") == ["c", "b", "a"]
    assert _tree(*LINES, day="1999-12-31").units == {}


def test_what_is_below_and_what_is_open():
    tree = _tree(*LINES, day="2023-12-31")

    assert sorted(tree.below("b")) == ["b", "c", "d"]
    assert [unit.unit_id for unit in tree.open_parts("b")] == ["c"]
    assert tree.is_within("c", "a")
    assert not tree.is_within("a", "c")
    assert tree.line("moon") == ["moon"]


def test_a_loop_is_named_and_walked_once():
    tree = _tree(("a", "2000-01-01", "b", False), ("b", "2000-01-01", "a", False), *LINES[2:3])

    assert tree.loop_at("a") == ["a", "b", "a"]
    assert tree.loop_at("c") == []
    assert tree.line("c") == ["c", "b", "a"]
    assert set(tree.below("a")) == {"a", "b", "c"}
