"""Counting from facts: standing ones, up to the day asked, of those who serve then."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from services.cli.demo_tables import tables
from services.kernel.event import decode_fast, encode
from services.kernel.fact import Fact
from services.roster import events as e

TODAY = date(2026, 11, 25)
SPACE = UUID(int=1)


def fact(data, on, number=1, **more):
    return Fact(
        event_id=uuid5(SPACE, f"{number}"),
        type=data.TYPE,
        effective_on=on,
        recorded_at=datetime(2026, 11, 25, tzinfo=UTC),
        subject_seq=number,
        basis="",
        data=decode_fast(data.TYPE, encode(data)),
        **({"corrects": None, "revokes": None} | more),
    )


def auxiliary(born=date(2001, 11, 25), entered=date(2025, 11, 25)):
    duty = e.Category.AUXILIARY_DUTY
    return [
        fact(
            e.PersonRegistered(name="甲", sex=e.Sex.MALE, category=duty, birth_on=born), entered, 1
        ),
        fact(e.ServiceEntered(category=duty), entered, 2),
        fact(e.EducationRecorded(level=e.EducationLevel.SENIOR_HIGH), entered, 3),
        fact(e.EducationRecorded(level=e.EducationLevel.COLLEGE), date(2024, 1, 1), 4),
        fact(e.UnitAssigned(unit_id="brigade-1-team-1"), entered, 5),
        fact(e.DutyPostAssigned(duty_post=e.DutyPost.ROAD), entered, 6),
        fact(e.DutyPostAssigned(duty_post=e.DutyPost.WINDOW), date(2026, 11, 26), 7),
    ]


def test_the_day_decides():
    found = tables([auxiliary()], TODAY)

    assert found.age == {"18-25": 1}
    assert found.service == {"1-3": 1}
    assert found.education == {"college": 1}
    assert found.post == {"road": 1}
    assert tables([auxiliary()], date(2026, 11, 24)).service == {"<1": 1}
    assert tables([auxiliary()], date(2026, 11, 26)).post == {"window": 1}


def test_a_correction_counts_instead_of_the_wrong_record():
    facts = auxiliary()
    right = e.DutyPostAssigned(duty_post=e.DutyPost.DRIVER)
    facts.append(fact(right, date(2025, 11, 25), 8, corrects=facts[5].event_id))

    assert tables([facts], TODAY).post == {"driver": 1}


def test_whoever_left_counts_to_the_last_day_and_then_among_those_who_left():
    resigned = e.ServiceLeft(kind=e.LeavingKind.RESIGNED)
    facts = [*auxiliary(), fact(resigned, TODAY, 9)]

    assert tables([facts], TODAY).category == {"auxiliary": 1}
    later = tables([facts], date(2026, 12, 1))
    assert (later.category, later.left) == ({}, {"resigned": 1})
    assert tables([facts], date(2029, 11, 25)).left == {}


def test_a_unit_takes_in_its_parts_only():
    assert tables([auxiliary()], TODAY, "brigade-1").category.total() == 1
    assert tables([auxiliary()], TODAY, "brigade-1-team").category.total() == 1
    assert tables([auxiliary()], TODAY, "brigade-10").category.total() == 0


def test_shares_are_told():
    told = tables([auxiliary()], TODAY).as_dict()
    assert (told["total"], told["auxiliary_percent"]) == (1, 100.0)
