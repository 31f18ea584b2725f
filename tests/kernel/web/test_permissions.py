"""The table of grants."""

import pytest

from services.kernel.web.permissions import GrantTable, Permission, Role, Scope, grant


def test_of_two_lines_the_wider_holds_in_either_order():
    lines = [grant(Role.HR, "a.b.read", scope) for scope in (Scope.SELF, Scope.BUREAU)]
    for order in (lines, lines[::-1]):
        assert GrantTable(order).scopes_of({"hr"}, Permission("a.b.read")) == {Scope.BUREAU}


def test_scopes_of_several_roles_add_up():
    table = GrantTable(
        [
            grant(Role.OFFICER, "a.b.read", Scope.SELF),
            grant(Role.UNIT_LEADER, "a.b.read", Scope.UNIT),
        ]
    )
    found = table.scopes_of({"officer", "unit_leader"}, Permission("a.b.read"))
    assert found == {Scope.SELF, Scope.UNIT}


@pytest.mark.parametrize("wrong", ["*", "*.*", "*.write", "a", "a.*", "a.b.", "A.b"])
def test_no_wildcard_but_for_looking(wrong):
    with pytest.raises(ValueError):
        grant(Role.HR, wrong, Scope.BUREAU)


def test_a_role_nobody_knows_cannot_be_granted():
    with pytest.raises(ValueError):
        grant("emperor", "a.b.read", Scope.BUREAU)


def test_only_the_last_word_makes_a_permission_a_look():
    assert Permission("a.b.read").reads
    assert Permission("a.b.verify").reads
    assert not Permission("a.read.write").reads
    assert not Permission("a.b.reads").reads
