"""A draft becomes a decision with its question, evidence and policies; absent particulars go."""

from services.gateway.decision.decision import Outcome
from services.gateway.decision.draft import Draft, sealed
from tests.gateway.on_file import DAY, SHELF, dossier, question


def test_a_draft_is_sealed_with_its_evidence():
    file = dossier("2024-06-01", "{auxiliary_level_awarded: 6, on: 2021-09-01}")
    policy = SHELF.in_force("auxiliary_level", DAY("2024-06-01"))
    draft = Draft(Outcome.WAIT, to="level_5", particulars={"held": 3, "allowed": None})
    decision = sealed(draft, question("2024-06-01"), file, [policy, policy])
    assert (decision.outcome, decision.to) == (Outcome.WAIT, "level_5")
    assert decision.particulars == {"held": 3}
    assert decision.facts_sha256 == file.sha256()
    assert decision.evidence == file.evidence
    assert [p.id for p in decision.policies] == ["auxiliary_level@r0/2016-01-11"]
