"""Reasons in both languages; what is supposed says so before anything else."""

from services.gateway.decision.finding import cite
from services.gateway.decision.kinds import find
from services.gateway.decision.line import PolicyUsed
from services.gateway.whatif.person import Ground, Reason
from services.gateway.whatif.wording import tell
from services.roster.events import SanctionImposed
from tests.gateway.on_file import DAY
from tests.gateway.whatif.pure import supposed


def test_a_supposed_fact_cannot_be_taken_for_one_on_file():
    warning = SanctionImposed.model_validate({"kind": "警告"})
    (cited,) = cite(supposed(warning, "2024-03-10")["person"])
    told = tell(Reason(ground=Ground.SUPPOSED, fact=cited), find("pay"))

    assert told.zh == f"假设的事实 (未在案): {SanctionImposed.ZH} {DAY('2024-03-10')}"
    assert told.en == "a supposed fact (not on file): sanction_imposed of 2024-03-10"


def test_policies_and_findings_have_their_names():
    policy = PolicyUsed(id="auxiliary_pay@r0/2024-02-01", sha256="0")
    kind = find("police_rank")

    assert tell(Reason(ground=Ground.POLICY, policy=policy), kind).en.endswith(policy.id)
    assert tell(Reason(ground=Ground.FINDING, word="CEILING"), kind).zh.endswith(
        kind.reasons["CEILING"].zh
    )
