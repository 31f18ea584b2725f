"""The kinds of decision as the registry sees them."""

from services.gateway.level.kind import KIND, QUOTA


def test_they_name_their_policies():
    assert [p.name for p in KIND.policies] == ["auxiliary_level", "auxiliary_pay"]
    assert [p.name for p in QUOTA.policies] == ["auxiliary_level"]
    assert KIND.targets["level_6"] == "六级"
