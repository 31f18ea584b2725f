"""Every kind of fact has a sheet, and what is written into it comes back as the same fact."""

import itertools

import msgspec
import pytest

import services.assessment.rules
import services.roster.rules
import services.training.rules
from services.kernel.event import encode
from services.kernel.file.kinds import fact_kinds
from services.kernel.file.sheet import (
    EFFECTIVE_ON,
    SUBJECT,
    SheetSource,
    columns_of,
    rows_of,
    template,
)
from services.kernel.language.samples import samples
from services.kernel.sheet.bounds import Bounds
from services.kernel.sheet.child import answer
from services.kernel.sheet.reading import Sheet
from services.kernel.sheet.writing import Page, workbook

ROOMS = {
    "roster": services.roster.rules.FILE,
    "assessment": services.assessment.rules.FILE,
    "training": services.training.rules.FILE,
}
KINDS = [(room, fact) for room in ROOMS for fact in fact_kinds(room)]
SOURCE = SheetSource("ab" * 32, "台账")
ID = "01a20f9d-365a-7051-a117-0dcbbf8f4d41"


def _shown(value):
    """As a person would type it."""
    return (
        {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


SECRETS = {"id_number": "999999199003071234", "phone": "13800000000", "address": "某路一号"}
SECRETS |= {"conclusion": "fit", "detail": "轻度高血压"}
SECRETS |= {"disability_grade": 9, "document_no": "工认字1号"}


def _recorded_as(fact):
    """What a recorder may say: the event's own samples, unless parts of it are sealed."""
    if fact.event.TOLD is None:
        return samples(fact.event)
    return [encode(fact.told(**{name: SECRETS[name] for name in fact.told.model_fields}))]


@pytest.mark.parametrize(("room", "fact"), KINDS, ids=lambda one: getattr(one, "slug", one))
def test_each_kind_goes_through_its_own_template(room, fact):
    kind = ROOMS[room]
    columns, page = columns_of(kind, fact), template(kind, fact)
    assert all(column.zh != column.field for column in columns), "a word for it in words.py"
    for sample in _recorded_as(fact):
        given = msgspec.json.decode(sample) | {SUBJECT: ID, EFFECTIVE_ON: "2024-03-10"}
        row = [_shown(given[c.field]) if c.field in given else None for c in columns]
        told = answer(workbook([Page(page.name, page.columns, [row], page.about, 9)]), Bounds())
        assert "refused" not in told, told
        taken = rows_of(Sheet(told["name"], told["rows"]), columns, fact.told, SOURCE)

        assert taken.errors == []
        assert encode(taken.rows[0].data) == sample
        assert taken.rows[0].basis == f"台账 [xlsx sha256={'ab' * 32} {fact.event.ZH}!2]"


REGISTERED = next(fact for _, fact in KINDS if fact.slug == "person_registered")
COLUMNS = columns_of(ROOMS["roster"], REGISTERED)
HEADER = [column.title for column in COLUMNS]
RIGHT = [None, "2024-03-01", None, "张三", "男", "民警", None, "012345"]


def _taken(*rows, header=HEADER, source=SOURCE):
    return rows_of(Sheet("表", [header, *rows]), COLUMNS, REGISTERED.event, source)


def _told(taken):
    return [(error.pointer, error.code) for error in taken.errors]


def test_each_mistake_is_told_with_its_cell_and_nothing_else_is_lost():
    wrong = [None, 45_352.0, None, " 张三", "男女", None, "1990-02-30", 12_345.0]
    taken = _taken(RIGHT, wrong, [None] * 8, [*RIGHT[:3], "李四", "female", "辅警"])

    assert _told(taken) == [
        ("表!B3", "day_required"),
        ("表!D3", "space_around"),
        ("表!F3", "missing"),
        ("表!G3", "no_such_day"),
        ("表!H3", "text_cell_required"),
        ("表!F5", "not_a_choice"),
    ]
    assert "民警" in taken.errors[-1].text.zh
    assert taken.numbers == [2]


def test_columns_may_stand_in_any_order_and_be_called_by_either_name():
    order = [3, 1, 4, 5]
    names = ["姓名", "effective_on", "性别 *", "人员类别 * category"]
    taken = _taken([RIGHT[at] for at in order], header=names)

    assert (taken.errors, taken.rows[0].data.name) == ([], "张三")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ([*HEADER, "身高"], "unknown_column"),
        ([*HEADER, "姓名 name"], "column_twice"),
        (HEADER[:-3], "column_missing"),
        ([], "column_missing"),
    ],
)
def test_a_header_that_is_not_the_templates(header, code):
    assert [told[1] for told in _told(_taken(RIGHT, header=header))] == [code]


def test_a_row_needs_a_basis_of_its_own_or_of_the_import():
    own = [*RIGHT[:2], "任免文件", *RIGHT[3:]]
    taken = _taken(RIGHT, own, source=SheetSource("cd" * 32))

    assert _told(taken) == [("表!C2", "basis_missing")]
    assert taken.rows[0].basis.startswith("任免文件 [xlsx sha256=cdcd")


def test_who_is_new_gets_the_same_id_from_the_same_row():
    other = [*RIGHT[:3], "李四", *RIGHT[4:]]
    first, again, third = (_taken(row).rows[0].subject for row in (RIGHT, RIGHT, other))

    assert first == again != third


def test_no_rows_and_too_many_mistakes():
    assert _told(_taken()) == [("表!A2", "no_rows")]
    bad = list(itertools.repeat([None] * 3 + ["x"], 500))
    assert len(_taken(*bad).errors) == 200
