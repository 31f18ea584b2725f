"""The kind of decision as the registry sees it."""

from services.gateway.rank.kind import KIND


def test_it_names_its_policies():
    assert [p.name for p in KIND.policies] == ["police_rank", "rank_allowance"]
    assert KIND.targets["superintendent_2"] == "二级警司"
