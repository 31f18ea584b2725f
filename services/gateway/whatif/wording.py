"""Reasons of a what-if as sentences, in both languages. Pure."""

from services.gateway.decision.finding import Cited
from services.gateway.decision.kind import DecisionKind
from services.gateway.whatif.person import Ground, Reason
from services.kernel.errors import Text
from services.kernel.event import event_type

_GROUNDS = {
    Ground.SUPPOSED: Text("假设的事实 (未在案)", "a supposed fact (not on file)"),
    Ground.FACT: Text("在案事实", "a fact on file"),
    Ground.POLICY: Text("政策", "the policy"),
    Ground.FINDING: Text("判定", "it is found"),
}


def tell(reason: Reason, kind: DecisionKind) -> Text:
    """What it is comes first: nobody may take a supposed fact for one that is on file."""
    head = _GROUNDS[reason.ground]
    if reason.fact is not None:
        zh, en = _fact(reason.fact)
    elif reason.policy is not None:
        zh = en = reason.policy.id
    else:
        word = kind.reasons.get(reason.word, Text(reason.word, reason.word))
        zh, en = word.zh, word.en
    return Text(f"{head.zh}: {zh}", f"{head.en}: {en}")


def _fact(cited: Cited) -> tuple[str, str]:
    zh, name = event_type(cited.type).ZH, cited.type.split(".")[1]
    return f"{zh} {cited.effective_on}", f"{name} of {cited.effective_on}"
