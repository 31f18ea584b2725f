"""Every line has a code and a Chinese term, and is found by either."""

from services.gateway.pay.items import FIXED, TERMS, Item, code_of
from services.roster.events import OfficerPayItem


def test_codes_are_told_apart():
    fixed = [FIXED[item] for item in OfficerPayItem]
    assert len(set(fixed) | {i.value for i in Item}) == len(fixed) + len(Item)


def test_a_line_is_found_by_code_or_term():
    assert code_of("警衔津贴") == code_of("rank_allowance") == "rank_allowance"
    assert code_of("职级工资") == code_of("职务工资") == "fixed_post"
    assert code_of("工资条") is None


def test_every_term_leads_to_a_code():
    assert all(code_of(zh) is not None for zh in TERMS.values())
