"""The workbook holds the answer's figures; a name that looks like a formula stays text."""

from io import BytesIO

from python_calamine import CalamineWorkbook

from services.roster import events as e
from services.roster.structure.survey import Asked, Surveyor
from services.roster.structure.view import view_of
from services.roster.structure.workbook import structure_workbook
from tests.bureau import utc_now
from tests.roster.structure.files import CHOICE, TODAY, entered, facts, placed

EVIL = '=HYPERLINK("http://x","点我")'


def small_view(policy):
    surveyor = Surveyor(CHOICE, Asked(TODAY, TODAY, TODAY, frozenset({"a"})))
    unit = facts(
        (e.UnitCreated(name=EVIL, kind=e.UnitKind.TEAM), "2000-01-01"),
        (e.UnitQuotaApproved(category=e.Category.OFFICER, places=3), "2000-01-01"),
    )
    surveyor.take_units([("a", unit)])
    surveyor.take_person(facts((entered(), "2020-01-01"), (placed("a"), "2020-01-01")))
    clocks = (TODAY, utc_now())
    return view_of(surveyor, clocks=clocks, unit_id="a", policy=policy, language="zh")


def test_figures_are_those_of_the_answer_and_text_is_text(structure_policy):
    view = small_view(structure_policy)
    book = CalamineWorkbook.from_filelike(BytesIO(structure_workbook(view, "zh")))

    assert book.sheet_names[1:3] == ["类别", "性别"]
    overview = dict(book.get_sheet_by_name("概况").to_python())
    assert (overview["单位"], overview["合计"]) == (EVIL, 1)
    quota = book.get_sheet_by_name("员额").to_python()
    assert quota[1] == ["a", EVIL, "民警", 3, 1, 2]
    ages = book.get_sheet_by_name("年龄").to_python()
    assert [row[-1] for row in ages[1:]] == [line.total for line in view.tables[2].lines]
