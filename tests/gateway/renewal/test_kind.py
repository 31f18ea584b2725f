"""The kind of decision as the registry sees it."""

from services.gateway.renewal.kind import KIND


def test_it_names_its_policy():
    assert [p.name for p in KIND.policies] == ["contract_renewal"]
    assert KIND.targets["open"] == "无固定期限"
