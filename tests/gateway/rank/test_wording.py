"""Words: every claim has both languages, terms are told in Chinese."""

from services.gateway.decision.finding import Finding
from services.gateway.rank.wording import REASONS, SENTENCES, term
from services.roster.events import PoliceRank


def test_terms_are_told_in_chinese():
    assert term(PoliceRank.SUPERINTENDENT_2.value) == "二级警司"
    assert term(36) == "36"


def test_what_is_not_known_is_a_dash():
    text = SENTENCES["latest_grade"](
        Finding(claim="latest_grade", met=False, required={"grade": "excellent"}, found={})
    )
    assert text.zh == "最近年度(-)考核为-, 选升须为优秀"


def test_every_reason_has_both_languages():
    assert all(text.zh and text.en for text in REASONS.values())
