"""Every bureau says who sees what, for every sealed field and for no other."""

from pathlib import Path

import pytest

from services.kernel.event import event_types
from services.kernel.policy import load_shelf
from services.kernel.protect.told import sealed_fields
from services.roster import events
from services.roster.protection.policy import PERSONAL_DATA
from services.roster.protection.shows import POLICIES

BUREAUS = sorted(path.name for path in Path(POLICIES, "bureaus").iterdir())


@pytest.mark.parametrize("bureau", BUREAUS)
def test_every_sealed_field_has_its_view(bureau):
    assert events
    versions = load_shelf(POLICIES, bureau, [PERSONAL_DATA]).layers["personal_data", "bureau"]
    sealed = {name for event in event_types("roster").values() for name in sealed_fields(event)}

    for version in versions:
        assert {view.field for view in version.model.views.fields} == sealed
