"""The facts of a hire: dated as they can be known, probation by law, one period after the other."""

from datetime import date, timedelta

import pytest

from services.kernel.errors import Refused
from services.kernel.event import Draft
from services.kernel.file.file import File, file_of
from services.roster import events as e
from services.roster.recruitment.hire import Joining, Terms, facts_of, probation_of, refuse_serving
from tests.roster.recruitment.places import DAY, place
from tests.roster.recruitment.streams import application, filed, person, recorded

LAW, CHOICE = place()
DUTY = CHOICE.rules[0]
START = DAY + timedelta(days=10)
POST = e.RecruitmentPost(
    post_no="01", unit_id="u", category="auxiliary_duty", places=1, duty_post="frontline"
)
OFFICER = POST.model_copy(update={"category": e.Category.OFFICER, "duty_post": None})


def terms(last_day=date(2029, 12, 31), **more):
    told = {"kind": "fixed", "last_day": last_day} | more
    return Terms(START, e.ContractSigned.model_validate(told), None, "录用审批表")


def history(*facts):
    drafts = [Draft(data, person(1), day, basis="x") for day, data in facts]
    return recorded(drafts)


LIMITS = [
    (START + timedelta(days=60), 0),
    (START + timedelta(days=200), 1),
    (START + timedelta(days=800), 2),
    (START + timedelta(days=1200), 6),
]


@pytest.mark.parametrize(("last_day", "months"), LIMITS)
def test_probation_is_the_places_as_far_as_the_law_allows(last_day, months):
    assert probation_of(terms(last_day), POST.category, LAW, DUTY) == months
    if months < 6:
        with pytest.raises(Refused, match="probation_too_long") as no:
            probation_of(terms(last_day, probation_months=months + 1), POST.category, LAW, DUTY)
        assert "劳动合同法第十九条" in no.value.text.zh


def test_a_contract_runs_forward_and_a_fixed_one_has_an_end():
    with pytest.raises(Refused, match="contract_ends_before_it_begins"):
        probation_of(terms(DAY), POST.category, LAW, DUTY)
    with pytest.raises(Refused, match="last_day_required"):
        probation_of(terms(None), POST.category, LAW, DUTY)
    assert probation_of(terms(None, kind="open"), POST.category, LAW, DUTY) == 6


def test_an_officer_has_a_year_and_no_contract():
    alone = Terms(START, None, None, "x")
    assert probation_of(alone, OFFICER.category, LAW, DUTY) == 12
    with pytest.raises(Refused, match="contract_of_auxiliaries"):
        probation_of(terms(), OFFICER.category, LAW, DUTY)
    with pytest.raises(Refused, match="contract_required"):
        probation_of(alone, POST.category, LAW, DUTY)


def test_somebody_new_gets_a_file_and_everything_in_it():
    drafts = facts_of(Joining(application(filed()), POST, File()), terms(), 6, DAY)
    days = {draft.data.TYPE.split(".")[1]: draft.effective_on for draft in drafts}
    assert days == {
        "person_registered": DAY,
        "education_recorded": DAY,
        "service_entered": START,
        "unit_assigned": START,
        "duty_post_assigned": START,
        "contract_signed": START,
    }


def test_who_comes_back_keeps_the_file_and_begins_another_period():
    known = e.PersonRegistered(name="张", sex="male", category="auxiliary_duty")
    past = history(
        (date(2015, 1, 1), known),
        (date(2015, 1, 1), e.EducationRecorded(level="college")),
        (date(2015, 1, 1), e.ServiceEntered(category="auxiliary_duty")),
        (date(2020, 1, 1), e.ServiceLeft(kind="resigned")),
    )
    drafts = facts_of(Joining(application(filed()), POST, file_of(past)), terms(), 6, DAY)
    kinds = [draft.data.TYPE.split(".")[1] for draft in drafts]
    assert kinds == ["service_entered", "unit_assigned", "duty_post_assigned", "contract_signed"]


def test_an_auxiliary_leaves_the_day_before_becoming_an_officer_contract_and_all():
    known = e.PersonRegistered(name="张", sex="male", category="auxiliary_duty")
    past = history(
        (date(2015, 1, 1), known),
        (date(2015, 1, 1), e.ServiceEntered(category="auxiliary_duty")),
        (date(2024, 1, 1), e.ContractSigned(kind="open")),
    )
    joining = Joining(application(filed()), OFFICER, file_of(past))
    drafts = facts_of(joining, Terms(START, None, "012345", "x"), 12, DAY)
    before = {d.data.TYPE.split(".")[1] for d in drafts if d.effective_on == START - timedelta(1)}
    assert before == {"service_left", "contract_ended"}
    with pytest.raises(Refused, match="serving_already"):
        refuse_serving(file_of(past).standing(), POST.category, DAY)
    refuse_serving(file_of(past).standing(), OFFICER.category, DAY)


def test_the_rules_of_the_file_hold_for_a_hire_as_well():
    joining = Joining(application(filed()), OFFICER, File())
    with pytest.raises(Refused, match="police_number_of_officer_malformed"):
        facts_of(joining, Terms(START, None, "AB123", "x"), 12, DAY)
