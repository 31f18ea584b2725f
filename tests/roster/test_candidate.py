"""What tells people of one name apart, and how much of them is shown."""

from datetime import date

import pytest

from services.roster.candidate import Candidate, shown


def somebody(number: int = 1, **more) -> Candidate:
    known = {
        "person_id": f"id-{number}",
        "name": "张三",
        "sex": "male",
        "category": "officer",
        "birth_on": date(1990, 5, 1),
        "police_number": "012345",
        "served": ((date(2012, 1, 1), date(2016, 1, 1)),),
        "posted": (
            (date(2012, 1, 1), "team-1", "一中队"),
            (date(2012, 1, 1), "team-1", "巡逻一中队"),
            (date(2014, 1, 1), "team-2", "二中队"),
        ),
    }
    return Candidate(**(known | more))


@pytest.mark.parametrize(
    ("mark", "day", "agrees"),
    [
        ("1990-05-01", date(2015, 1, 1), True),
        ("1990年5月1日", date(2015, 1, 1), True),
        ("1990-05-02", date(2015, 1, 1), False),
        ("team-1", date(2013, 12, 31), True),
        ("巡逻一中队", date(2013, 12, 31), True),
        ("team-1", date(2014, 1, 1), False),
        ("二中队", date(2014, 1, 1), True),
        ("team-1", date(2011, 12, 31), False),
    ],
)
def test_the_birth_date_or_the_unit_on_the_day(mark, day, agrees):
    assert somebody().agrees(mark, day) == agrees


def test_who_serves_on_a_day_and_who_may():
    assert somebody().serves_on(date(2016, 1, 1))
    assert not somebody().serves_on(date(2016, 1, 2))
    assert somebody(served=()).serves_on(date(2016, 1, 2))


def test_the_first_few_are_shown_as_lists_show_them_and_no_birth_date():
    text = shown([somebody(n) for n in range(7)], "zh")

    assert "张三 (id-0, 警号 012345, 二中队)" in text
    assert text.count("张三") == 5
    assert text.endswith("等")
    assert "1990" not in text
