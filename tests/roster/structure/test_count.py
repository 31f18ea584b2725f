"""Tables: who is in which, what is shown when nobody is, and that nobody is left out."""

from services.roster import events as e
from services.roster.person.periods import Period
from services.roster.structure.count import Tally, headings
from services.roster.structure.profile import Profile
from tests.roster.structure.files import CHOICE, TODAY, day

DUTY = e.Category.AUXILIARY_DUTY
PEOPLE = [
    (Profile(birth_on=day("2001-11-25"), rank=None), Period(e.Category.OFFICER, day("2025-11-25"))),
    (Profile(birth_on=day("2001-11-26"), level=3), Period(DUTY, day("2025-11-26"))),
    (Profile(), Period(e.Category.CIVIL, day("2000-01-01"))),
]


def _tables():
    found = {}
    for heading in headings(CHOICE, TODAY):
        tally = Tally(heading)
        for profile, period in PEOPLE:
            tally.add(profile, period)
        found[heading.name] = tally.table()
    return found


def _lines(table):
    return {line.key: line.total for line in table.lines if line.total}


def test_everybody_is_on_one_line_of_each_table_that_asks_of_them():
    tables = _tables()

    for table in tables.values():
        assert table.total == sum(period.category in table.of for _, period in PEOPLE)
    assert _lines(tables["age"]) == {"18-25": 2, "unknown": 1}
    assert _lines(tables["service"]) == {"1-3": 1, "<1": 1, "10+": 1}
    assert _lines(tables["rank"]) == {"none": 1}
    assert _lines(tables["level"]) == {"3": 1}
    assert _lines(tables["education"]) == {"unknown": 3}


def test_bands_show_their_zeros_and_long_vocabularies_do_not():
    tables = _tables()

    assert [line.key for line in tables["age"].lines] == [
        "<18",
        "18-25",
        "26-39",
        "40+",
        "unknown",
    ]
    assert [line.key for line in tables["level"].lines] == ["3"]
    assert tables["rank"].lines[0].key == "commissioner_general"
