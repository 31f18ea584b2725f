"""Which classes of a person's data have been erased, as the file itself says. Pure."""

from collections.abc import Iterable

from services.kernel.fact import Fact
from services.kernel.protect.classes import FieldClass
from services.roster.erasure.events import PersonDataErased


def erased_classes(facts: Iterable[Fact]) -> frozenset[FieldClass]:
    """No later event brings them back, so whatever is on file counts, standing or not."""
    return frozenset(
        FieldClass(one.value)
        for fact in facts
        if fact.type == PersonDataErased.TYPE
        for one in fact.data.classes
    )
