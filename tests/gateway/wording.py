"""What every kind of decision has to have words for."""

from services.gateway.decision.finding import Finding
from services.gateway.decision.kinds import KINDS


def assert_worded(name: str) -> None:
    kind = KINDS[name]
    assert kind.sentences
    told = [
        sentence(Finding(claim=claim, met=met))
        for claim, sentence in kind.sentences.items()
        for met in (True, False)
    ]
    assert not [text for text in told if "{" in text.zh + text.en]
    words = [*told, *kind.reasons.values(), *kind.particulars.values()]
    assert all(text.zh and text.en for text in words)
