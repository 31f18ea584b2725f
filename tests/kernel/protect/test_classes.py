"""Every field of every event is classed, and a sensitive one in the clear says what needs it."""

import importlib

import pytest

from services.kernel.event import event_types
from services.kernel.protect.classes import Classed, FieldClass, class_of
from services.kernel.protect.told import SECTION, sealed_fields, told_of

ROOMS = ("roster", "assessment", "training", "gateway")
FIELDS = [
    pytest.param(room, event, field, id=f"{name}:{field}")
    for room in ROOMS
    if importlib.import_module(f"services.{room}.events")
    for name, event in event_types(room).items()
    for field in {**event.model_fields, **(event.TOLD.model_fields if event.TOLD else {})}
    if field != SECTION
]


def _classes(room):
    return importlib.import_module(f"services.{room}.classes").CLASSES


@pytest.mark.parametrize(("room", "event", "field"), FIELDS)
def test_a_field_has_its_class(room, event, field):
    found = class_of(_classes(room), event, field)

    if field in sealed_fields(event):
        assert (found.of, found.in_clear) == (told_of(event).OF, "")
        assert field not in event.model_fields
    else:
        assert bool(found.in_clear) == found.of.is_sensitive


@pytest.mark.parametrize("room", ROOMS)
def test_no_class_is_left_over(room):
    known = {
        name
        for event in event_types(room).values()
        for field in (*event.model_fields, *sealed_fields(event))
        for name in (field, f"{event.TYPE.split('.')[1]}.{field}")
    }

    assert set(_classes(room)) <= known


def test_what_is_said_of_one_kind_goes_before_what_is_said_of_all():
    from services.roster.events import ServiceLeft

    classes = {"kind": FieldClass.S1, "service_left.kind": Classed(FieldClass.S4, "why")}

    assert class_of(classes, ServiceLeft, "kind") == Classed(FieldClass.S4, "why")
    with pytest.raises(KeyError):
        class_of(classes, ServiceLeft, "legal_path")
