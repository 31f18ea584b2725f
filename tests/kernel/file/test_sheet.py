"""Every kind of fact has a sheet, and what is written into it comes back as the same fact."""

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
    template,
)
from services.kernel.file.sheet_rows import rows_of
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


def test_a_name_has_its_second_mark_only_where_people_are_known_by_name():
    fields = {
        (room, fact.slug): [column.field for column in columns_of(ROOMS[room], fact)]
        for room, fact in KINDS
    }

    assert "subject_mark" in fields["roster", "sanction_imposed"]
    assert "subject_mark" not in fields["roster", "person_registered"]
    assert "subject_mark" not in fields["roster", "unit_created"]
    assert "subject_mark" not in fields["training", "course_passed"]
