"""The whole bureau: the same again, no fact twice, within the time that it may cover."""

from collections import defaultdict
from datetime import timedelta

import pytest

from services.cli.demo_bureau.bureau import part, sizes
from services.cli.demo_bureau.career.employment import registration
from services.cli.demo_bureau.people import Person
from services.kernel.event import event_type
from services.kernel.fact import Fact, read_fact, standing
from services.roster.events import PersonRegistered, ServiceLeft, doubts_among
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw
from tests.kernel.samples import recorded
from tests.roster.on_file import bounds


def test_the_same_arguments_give_the_same_facts():
    seed, today = drawn.DRAWS[0]
    assert part(seed, today, 1) == part(seed, today, 1)


@pytest.mark.parametrize(
    ("people", "expected"), [(1, [156]), (156, [156]), (200, [156, 44]), (312, [156, 156])]
)
def test_a_scale_is_that_many_people(people, expected):
    assert sizes(people) == expected


def test_a_larger_bureau_repeats_the_brigade_with_new_ids():
    seed, today = drawn.DRAWS[0]
    parts = [part(seed, today, number, size) for number, size in enumerate(sizes(200), start=1)]
    everybody = [p for one in parts for p in one.people]

    assert len({p.id for p in everybody}) == len(everybody)
    assert sum(p.leaving is None for p in everybody) == 200
    assert parts[1].facts < parts[0].facts


@every_draw
def test_no_fact_is_there_twice(seed, today):
    found = [(r.subject, r.effective_on, r.data) for r in drawn.rows(seed, today)]
    keys = {(subject, on, data.TYPE, data.model_dump_json()) for subject, on, data in found}
    assert len(keys) == len(found)


@every_draw
def test_no_fact_lies_ahead_or_outside_a_service(seed, today):
    people: dict[str, Person] = {p.id: p for p in drawn.people(seed, today)}
    for row in drawn.rows(seed, today):
        person = people[row.subject]
        end_on = person.leaving.on if person.leaving else today
        assert person.entered_on <= row.effective_on <= end_on, row


@every_draw
def test_everybody_is_registered_once_and_leaves_at_most_once(seed, today):
    people = drawn.people(seed, today)
    rows = drawn.rows(seed, today)
    registered = drawn.of(rows, PersonRegistered)

    assert [r.data for r in registered] == [registration(p) for p in people]
    assert len(drawn.of(rows, ServiceLeft)) == 59
    numbers = [p.data.police_number for p in registered if p.data.police_number]
    assert len(set(numbers)) == len(numbers)


@every_draw
def test_two_years_of_months_are_there(seed, today):
    from services.roster.events import AttendanceMonthRecorded

    oldest = min(r.effective_on for r in drawn.of(drawn.rows(seed, today), AttendanceMonthRecorded))
    assert today - oldest > timedelta(days=690)


@every_draw
def test_no_file_of_the_roster_has_a_doubt(seed, today):
    files: dict[str, list[Fact]] = defaultdict(list)
    for pos, row in enumerate(drawn.rows(seed, today), start=1):
        if row.data.ROOM == "roster" and event_type(row.data.TYPE).TOLD is None:
            event = recorded(pos, event=row.data, effective_on=row.effective_on)
            files[row.subject].append(read_fact(event))
    found = [
        one for facts in files.values() for one in doubts_among(standing(facts), bounds("nine"))
    ]
    assert found == []
