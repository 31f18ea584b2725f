"""An id, a number on its day, a name with a second mark: which of them names one person."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from services.kernel.file.called import Called, Unclear
from services.kernel.file.sheet_rows import Line
from services.roster.naming import people_called


@pytest.fixture
def asked(roster):
    request = SimpleNamespace(app=roster.apps["roster"])

    async def ask(name: str, day: str = "2020-01-01", mark: str = ""):
        line = Line(2, name, mark, date.fromisoformat(day))
        (found,) = await people_called(request, [Called(line)])
        return found.code if isinstance(found, Unclear) else found

    return ask


async def _somebody(roster, name: str, number: str, entered: str, left: str | None = None) -> str:
    person = str(uuid4())
    known = {"name": name, "sex": "male", "category": "officer", "birth_on": "1980-05-01"}
    await roster.record("roster", person, "person_registered", entered, **known)
    await roster.record("roster", person, "service_entered", entered, category="officer")
    await roster.record("roster", person, "police_number_assigned", entered, police_number=number)
    if left:
        await roster.record("roster", person, "service_left", left, kind="died")
    return person


async def test_a_number_names_whoever_holds_it_on_the_day(roster, asked):
    first = await _somebody(roster, "张三", "012345", "2010-01-01", "2016-01-01")
    second = await _somebody(roster, "李四", "012345", "2018-01-01")
    only = await _somebody(roster, "王五", "012346", "2018-01-01")

    assert await asked("012345", "2015-06-01") == first
    assert await asked("012345", "2019-06-01") == second
    assert await asked("012345", "2017-06-01") == "number_held_by_nobody_that_day"
    assert await asked("012346", "2005-07-01") == only  # An earlier education, say.
    assert await asked(first.upper()) == first


async def test_a_name_needs_a_second_mark_that_agrees_and_somebody_who_serves(roster, asked):
    dead = await _somebody(roster, "张三", "012345", "2010-01-01", "2016-01-01")
    await roster.record("roster", dead, "unit_assigned", "2010-01-01", unit_id="team-1")
    other = await _somebody(roster, "李四", "012346", "2010-01-01")
    await roster.record("roster", other, "unit_assigned", "2010-01-01", unit_id="team-1")

    assert await asked("李四") == "second_mark_required"
    assert await asked("李四", mark="team-2") == "second_mark_differs"
    assert await asked("李四", mark="team-1") == other
    assert await asked("李四", mark="1980-05-01") == other
    assert await asked("张三", "2015-01-01", "1980-05-01") == dead
    assert await asked("张三", "2020-01-01", "1980-05-01") == "not_serving_that_day"
    namesake = await _somebody(roster, "李四", "012347", "2010-01-01")
    assert await asked("李四", mark="1980-05-01") == "subject_ambiguous"
    assert await asked("李四", mark="team-1") == other
    assert await asked("012347") == namesake


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("谁", "subject_unknown"),
        ("x' or 1=1", "subject_unknown"),
        ("999999199003071234", "id_number_here"),
    ],
)
async def test_what_names_nobody(asked, name, code):
    assert await asked(name) == code
