"""A principal cannot be changed once verified."""

from dataclasses import FrozenInstanceError

import pytest

from services.kernel.web.principal import Principal


def test_roles_cannot_be_added_afterwards():
    caller = Principal("u", frozenset({"officer"}), None, None, "t")
    with pytest.raises(FrozenInstanceError):
        caller.roles = frozenset({"hr"})
    assert not hasattr(caller.roles, "add")
