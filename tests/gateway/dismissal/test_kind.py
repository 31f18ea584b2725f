"""The kinds of decision as the registry sees them."""

from services.gateway.dismissal.kind import DISMISSAL_KIND, TERMINATION_KIND


def test_they_name_their_policies():
    assert [p.name for p in TERMINATION_KIND.policies] == ["termination", "severance", "retirement"]
    assert [p.name for p in DISMISSAL_KIND.policies] == ["dismissal", "retirement"]
