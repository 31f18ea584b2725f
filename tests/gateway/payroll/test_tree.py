"""The tree as of a day: moves and names by their dates, and loops that end."""

from services.gateway.payroll.tree import Tree, Unit, tree
from tests.gateway.on_file import DAY, on_file


def files():
    return {
        "a": on_file("{unit_created: {name: 局, kind: bureau}, on: 2010-01-01}"),
        "b": on_file("{unit_created: {name: 一大队, kind: brigade, parent_id: a}, on: 2010-01-01}"),
        "c": on_file(
            "{unit_created: {name: 一中队, kind: team, parent_id: b}, on: 2010-01-01}",
            "{unit_moved: {parent_id: a}, on: 2024-06-01}",
            "{unit_renamed: {name: 直属中队}, on: 2024-06-01}",
        ),
    }


def test_a_unit_is_below_what_it_was_below_on_that_day():
    before, after = tree(files(), DAY("2024-05-31")), tree(files(), DAY("2024-06-01"))
    assert (before.within("c", "b"), after.within("c", "b")) == (True, False)
    assert after.within("c", "a")
    assert not after.within("a", "c")
    assert not after.within(None, "a")
    assert (before.name("c"), after.name("c")) == ("一中队", "直属中队")
    assert (after.name("?"), after.name(None)) == ("?", "")


def test_a_loop_made_of_wrong_facts_ends():
    assert not Tree({"a": Unit("a", "b"), "b": Unit("b", "a")}).within("a", "c")
