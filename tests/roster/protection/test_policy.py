"""Every bureau says who sees what, for every sealed field and for no other."""

from datetime import date
from pathlib import Path

import pytest

from services.kernel.event import event_types
from services.kernel.policy_files import POLICIES, load_shelf
from services.kernel.protect.told import sealed_fields
from services.roster import events
from services.roster.protection.policy import PERSONAL_DATA, Viewer
from services.roster.protection.showing import extent_of

BUREAUS = sorted(path.name for path in Path(POLICIES, "bureaus").iterdir())


@pytest.mark.parametrize("bureau", BUREAUS)
def test_every_sealed_field_has_its_view(bureau):
    assert events
    versions = load_shelf(POLICIES, bureau, [PERSONAL_DATA]).layers["personal_data", "bureau"]
    sealed = {name for event in event_types("roster").values() for name in sealed_fields(event)}

    for version in versions:
        assert {view.field for view in version.model.views.fields} == sealed


# reliability.md 6.5, every cell of field and viewer; what is not here is not shown at all.
SHOWN = {
    ("id_number", "self"): "masked",
    ("id_number", "hr"): "masked",
    ("id_number", "auditor"): "masked",
    ("phone", "self"): "full",
    ("phone", "unit_leader"): "full",
    ("phone", "hr"): "full",
    ("phone", "auditor"): "masked",
    ("address", "self"): "full",
    ("address", "hr"): "full",
    ("address", "auditor"): "masked",
    ("detail", "self"): "full",
    # Of an objection: whoever answers it has to read it.
    ("statement", "self"): "full",
    ("statement", "hr"): "full",
}
REVEALED = {("id_number", "hr")} | {
    (name, "auditor") for name in ("phone", "address", "detail", "statement")
}


@pytest.mark.parametrize("bureau", BUREAUS)
def test_every_cell_of_field_and_viewer_is_as_the_table_says(bureau):
    shelf = load_shelf(POLICIES, bureau, [PERSONAL_DATA])
    fields = shelf.in_force(PERSONAL_DATA.name, date(2026, 11, 25)).choice.views.fields
    views = {view.field: view for view in fields}
    cells = {
        (name, viewer): extent_of(views[name], {viewer}) for name in views for viewer in Viewer
    }

    assert {cell: how for cell, how in cells.items() if how is not None} == SHOWN
    assert {(view.field, viewer) for view in fields for viewer in view.reveal} == REVEALED
