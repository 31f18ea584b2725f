"""The kinds of decision as the registry sees them."""

from services.gateway.annual.kind import CONSEQUENCES_KIND, LIMIT_KIND


def test_they_name_their_policies():
    assert [p.name for p in CONSEQUENCES_KIND.policies] == ["annual_consequences", "police_rank"]
    assert [p.name for p in LIMIT_KIND.policies] == ["annual_consequences"]
