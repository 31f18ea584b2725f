"""Every word is there in both languages, and every sentence takes an empty finding."""

import pytest

from services.gateway.decision.finding import Finding
from services.gateway.decision.kinds import KINDS

NAMES = {
    "dismissal": ("termination", "dismissal"),
    "annual": ("annual_consequences", "annual_grade_limit"),
    "renewal": ("contract_renewal",),
}["dismissal"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("met", [True, False])
def test_every_claim_has_a_sentence_in_both_languages(name, met):
    for claim, sentence in KINDS[name].sentences.items():
        told = sentence(Finding(claim=claim, met=met))
        assert told.zh
        assert told.en
        assert "{" not in told.zh + told.en


@pytest.mark.parametrize("name", NAMES)
def test_every_word_has_both_languages(name):
    texts = [*KINDS[name].reasons.values(), *KINDS[name].particulars.values()]
    assert all(text.zh and text.en for text in texts)
