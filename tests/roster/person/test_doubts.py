"""A life and a service that cannot be: each once, beside the nearest one that can."""

from datetime import date

import pytest

from services.roster import events as e
from tests.roster.on_file import doubts, told


def born(category=e.Category.OFFICER, sex=e.Sex.FEMALE):
    return e.PersonRegistered(name="张三", sex=sex, category=category, birth_on=date(1990, 5, 1))


def entered(category=e.Category.OFFICER):
    return e.ServiceEntered(category=category)


OFFICER, DUTY, CLERICAL = (
    e.Category.OFFICER,
    e.Category.AUXILIARY_DUTY,
    e.Category.AUXILIARY_CLERICAL,
)
RANK = e.RankAwarded(rank=e.PoliceRank.CONSTABLE_2)
UNIT = e.UnitAssigned(unit_id="team-1")
DIED = e.ServiceLeft(kind=e.LeavingKind.DIED)
LEFT = e.ServiceLeft(kind=e.LeavingKind.RESIGNED)
HONOUR = e.HonourAwarded(kind=e.HonourKind.MERIT_1)
BACHELOR = e.EducationRecorded(level=e.EducationLevel.BACHELOR)
MASTER = e.EducationRecorded(level=e.EducationLevel.MASTER)
ROAD = e.DutyPostAssigned(duty_post=e.DutyPost.ROAD)
WINDOW = e.DutyPostAssigned(duty_post=e.DutyPost.WINDOW)
PREGNANT = e.DismissalBarBegan(bar=e.BarKind.PREGNANCY)
HERE = ("2012-05-02", born()), ("2012-05-02", entered())
AIDE = ("2012-05-02", born(DUTY)), ("2012-05-02", entered(DUTY))

CASES = [
    ("entered at 12", (("2012-05-02", born()), ("2002-05-02", entered())), "entered_too_young"),
    ("an officer of 17", (("2012-05-02", born()), ("2008-04-30", entered())), "entered_too_young"),
    ("an officer of 18", (("2012-05-02", born()), ("2008-05-01", entered())), None),
    ("a rank before birth", (*HERE, ("1989-01-01", RANK)), "before_birth"),
    ("a rank after death", (*HERE, ("2015-01-01", DIED), ("2016-01-01", RANK)), "after_death"),
    (
        "an entry after death",
        (*HERE, ("2015-01-01", DIED), ("2016-01-01", entered())),
        "after_death",
    ),
    ("an honour after death", (*HERE, ("2015-01-01", DIED), ("2016-01-01", HONOUR)), None),
    ("a unit on the last day", (*HERE, ("2015-01-01", UNIT), ("2015-01-01", DIED)), None),
    ("a rank of an auxiliary", (*AIDE, ("2013-01-01", RANK)), "not_of_this_category"),
    (
        "a rank of a former auxiliary",
        (*AIDE, ("2013-01-01", entered()), ("2013-01-01", RANK)),
        None,
    ),
    (
        "a level of an officer",
        (*HERE, ("2013-01-01", e.AuxiliaryLevelAwarded(level=5))),
        "not_of_this_category",
    ),
    (
        "a contract of an officer by the registration alone",
        (HERE[0], ("2013-01-01", e.ContractSigned(kind=e.ContractKind.OPEN))),
        "not_of_this_category",
    ),
    (
        "a road post of clerical staff",
        (HERE[0], ("2012-05-02", entered(CLERICAL)), ("2013-01-01", ROAD)),
        "post_of_no_clerical_staff",
    ),
    (
        "a window post of clerical staff",
        (HERE[0], ("2012-05-02", entered(CLERICAL)), ("2013-01-01", WINDOW)),
        None,
    ),
    (
        "a man's pregnancy",
        (("2012-05-02", born(sex=e.Sex.MALE)), ("2013-01-01", PREGNANT)),
        "pregnancy_of_a_man",
    ),
    ("a woman's pregnancy", (*HERE, ("2013-01-01", PREGNANT)), None),
    ("entered twice", (*HERE, ("2013-01-01", entered())), "entered_twice"),
    (
        "came back",
        (*HERE, ("2013-01-01", LEFT), ("2014-01-01", entered()), ("2014-01-01", UNIT)),
        None,
    ),
    ("left and entered on a day", (*HERE, ("2013-01-01", LEFT), ("2013-01-01", entered())), None),
    ("left twice", (*HERE, ("2013-01-01", LEFT), ("2014-01-01", LEFT)), "left_twice"),
    ("posted after leaving", (*HERE, ("2013-01-01", LEFT), ("2014-01-01", UNIT)), "after_leaving"),
    (
        "two educations of a day",
        (*HERE, ("2012-07-01", BACHELOR), ("2012-07-01", MASTER)),
        "two_educations",
    ),
    ("two educations", (*HERE, ("2012-07-01", BACHELOR), ("2015-07-01", MASTER)), None),
]


@pytest.mark.parametrize(("lines", "code"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_cannot_be_is_doubted_and_the_nearest_that_can_is_not(lines, code):
    found = {code for code, _ in told(*lines)}

    assert code in found if code else found == set()


def test_a_posting_whose_entry_is_missing_holds_no_decision_and_a_dead_man_posted_does():
    after_leaving = doubts(*HERE, ("2013-01-01", LEFT), ("2014-01-01", UNIT))
    after_death = doubts(*HERE, ("2013-01-01", DIED), ("2014-01-01", UNIT))

    assert [d.holds for d in after_leaving] == [False]
    assert [d.holds for d in after_death if d.code == "after_death"] == [True]
