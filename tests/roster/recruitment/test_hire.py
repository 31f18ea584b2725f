"""The facts of a hire: dated as they can be known, probation by law, one period after the other."""

from datetime import date, timedelta

import pytest

from services.kernel.errors import Refused
from services.kernel.event import Draft
from services.kernel.file.file import File, file_of
from services.roster import events as e
from services.roster.app import bounds_of
from services.roster.recruitment.hire import Joining, Terms, facts_of, probation_of, refuse_serving
from services.roster.rules import file_kind
from tests.roster.recruitment.places import DAY, place
from tests.roster.recruitment.streams import application, filed, person, recorded

LAW, CHOICE = place()
BOUNDS = bounds_of("r0")
KIND = file_kind(BOUNDS)
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
    assert probation_of(terms(last_day), POST.category, LAW, DUTY, BOUNDS) == months


def test_what_the_rules_of_contracts_refuse_is_named_where_the_hire_has_it():
    joining = Joining(application(filed()), POST, File())
    with pytest.raises(Refused, match="probation_too_long") as no:
        facts_of(KIND, joining, terms(START + timedelta(days=200)), 2, DAY)
    assert no.value.errors[0].pointer == "/contract/probation_months"
    for wrong, why in (
        (terms(DAY), "contract_ends_before_it_begins"),
        (terms(None), "fixed_contract_without_last_day"),
    ):
        with pytest.raises(Refused, match=why):
            facts_of(KIND, joining, wrong, 0, DAY)


def test_an_officer_has_a_year_and_no_contract():
    alone = Terms(START, None, None, "x")
    assert probation_of(alone, OFFICER.category, LAW, DUTY, BOUNDS) == 12
    with pytest.raises(Refused, match="contract_of_auxiliaries"):
        probation_of(terms(), OFFICER.category, LAW, DUTY, BOUNDS)
    with pytest.raises(Refused, match="contract_required"):
        probation_of(alone, POST.category, LAW, DUTY, BOUNDS)


def test_somebody_new_gets_a_file_and_everything_in_it():
    drafts = facts_of(KIND, Joining(application(filed()), POST, File()), terms(), 6, DAY)
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
    drafts = facts_of(KIND, Joining(application(filed()), POST, file_of(past)), terms(), 6, DAY)
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
    drafts = facts_of(KIND, joining, Terms(START, None, "012345", "x"), 12, DAY)
    before = {d.data.TYPE.split(".")[1] for d in drafts if d.effective_on == START - timedelta(1)}
    assert before == {"service_left", "contract_ended"}
    with pytest.raises(Refused, match="serving_already"):
        refuse_serving(file_of(past).standing(), POST.category, DAY)
    refuse_serving(file_of(past).standing(), OFFICER.category, DAY)


def test_the_rules_of_the_file_hold_for_a_hire_as_well():
    joining = Joining(application(filed()), OFFICER, File())
    with pytest.raises(Refused, match="police_number_of_officer_malformed"):
        facts_of(KIND, joining, Terms(START, None, "AB123", "x"), 12, DAY)
