"""Age, education and bars by place: the day counts, and every refusal names its clause."""

from datetime import date

import pytest

from services.kernel.errors import Refused
from services.roster import events as e
from services.roster.recruitment.conditions import Claims, check, refuse_unmet
from tests.roster.recruitment.places import DAY, place

DUTY, CLERICAL, OFFICER = (
    e.Category.AUXILIARY_DUTY,
    e.Category.AUXILIARY_CLERICAL,
    e.Category.OFFICER,
)
GOOD = {"birth_on": date(2000, 1, 1), "education": e.EducationLevel.COLLEGE}
BORN_17 = date(2008, 11, 26)  # 18 a day after DAY.
BORN_18 = date(2008, 11, 25)
HIGH = e.EducationLevel.SENIOR_HIGH
VETERAN = (e.ReliefGround.VETERAN,)
MARTYR = (e.ReliefGround.MARTYR_FAMILY,)
BAR = e.RecruitmentBar
TWO = (BAR.CONTRACT_FAULT, BAR.DISCHARGED_FROM_OFFICE)
LOW, SHORT = ["education_too_low"], ["not_long_enough_auxiliary"]

TABLE = [
    # place, category, what is claimed, the codes that are not met
    ("r0", DUTY, {}, []),
    ("r0", DUTY, {"birth_on": BORN_17}, ["too_young"]),
    ("r0", DUTY, {"birth_on": BORN_18}, []),
    ("r0", DUTY, {"birth_on": date(1960, 1, 1)}, []),  # 河南 names no upper end.
    ("r0", DUTY, {"education": HIGH}, LOW),
    ("r0", DUTY, {"education": HIGH, "grounds": VETERAN}, []),
    ("r0", DUTY, {"education": HIGH, "grounds": (e.ReliefGround.SPECIAL_SKILL,)}, []),
    ("r0", DUTY, {"education": HIGH, "grounds": MARTYR}, LOW),
    ("r0", DUTY, {"bars": (BAR.DETENTION,)}, []),  # 河南 does not list it.
    ("r0", DUTY, {"bars": (BAR.CRIMINAL_PUNISHMENT,)}, ["barred"]),
    ("nine", DUTY, {"birth_on": date(2007, 1, 1)}, ["too_young"]),  # 20 in 深圳.
    ("nine", DUTY, {"bars": (BAR.DETENTION,)}, ["barred"]),
    ("nine", DUTY, {"education": HIGH, "grounds": (e.ReliefGround.SPECIAL_SKILL,)}, LOW),
    ("shantou", DUTY, {"education": HIGH}, []),
    ("shantou", CLERICAL, {"education": HIGH}, LOW),
    ("shantou", DUTY, {"birth_on": date(1990, 11, 26)}, []),  # 35, until tomorrow.
    ("shantou", DUTY, {"birth_on": date(1990, 11, 25)}, ["too_old"]),
    ("shantou", DUTY, {"birth_on": date(1990, 11, 25), "grounds": VETERAN}, []),
    ("shantou", DUTY, {"birth_on": date(1985, 11, 25), "grounds": VETERAN}, ["too_old"]),
    ("shantou", DUTY, {"bars": TWO}, ["barred", "barred"]),
    ("r0", OFFICER, {}, SHORT),
    ("r0", OFFICER, {"auxiliary_since": date(2023, 11, 26)}, SHORT),
    ("r0", OFFICER, {"auxiliary_since": date(2023, 11, 25)}, []),
    ("r0", OFFICER, {"auxiliary_since": BORN_18, "bars": (BAR.EXPELLED_FROM_PARTY,)}, ["barred"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "category", "claimed", "unmet"), TABLE)
def test_the_conditions_of_each_place(name, category, claimed, unmet):
    findings = check(Claims(category, **(GOOD | claimed)), *place(name), DAY)
    assert [finding.code for finding in findings if not finding.met] == unmet


def test_a_refusal_names_clause_and_what_is_required_in_both_languages():
    findings = check(Claims(DUTY, BORN_17, HIGH), *place("r0"), DAY)
    with pytest.raises(Refused) as no:
        refuse_unmet(findings, DAY)

    young, educated = no.value.errors
    assert (young.pointer, young.code) == ("/id_number", "too_young")
    assert "河南第十条" in young.text.zh
    assert "年满 18 周岁" in young.text.zh
    assert "18 years of age" in young.text.en
    assert "大专以上学历" in educated.text.zh
    assert "17" not in str(no.value.text.zh + young.text.zh)  # Nobody's age is told.


def test_the_law_stands_over_a_place_that_would_take_children():
    law, choice = place("r0")
    rules = choice.rules[0].model_copy(
        update={"age": choice.rules[0].age.model_copy(update={"years_min": 16})}
    )
    lax = choice.model_copy(update={"rules": [rules]})
    found = check(Claims(DUTY, BORN_17, e.EducationLevel.COLLEGE), law, lax, DAY)
    (young,) = [finding for finding in found if not finding.met]

    assert (young.code, "公务员法" in young.clause) == ("too_young", True)


def test_a_category_without_rules_is_refused():
    with pytest.raises(Refused, match="category_not_recruited"):
        check(Claims(e.Category.CIVIL, **GOOD), *place("r0"), DAY)
