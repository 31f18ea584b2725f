"""What the file says is erased stays so, whatever is recorded or revoked later."""

from types import SimpleNamespace

from services.kernel.protect.classes import FieldClass
from services.roster.erasure.erased import erased_classes
from services.roster.events import ErasableClass, PersonDataErased, ServiceLeft


def test_every_erasure_counts_and_nothing_else():
    def fact(event, **data):
        return SimpleNamespace(type=event.TYPE, data=SimpleNamespace(**data))

    left = fact(ServiceLeft, kind="x")
    erased = fact(PersonDataErased, classes=[ErasableClass.S4])

    assert erased_classes([left]) == frozenset()
    assert erased_classes([left, erased]) == {FieldClass.S4}
