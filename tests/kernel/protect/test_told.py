"""What is told becomes an event that says in clear only what it must."""

from services.kernel.event import encode
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.sealing import SealedSection
from services.kernel.protect.told import sealed_fields, told_of
from services.roster.events import HealthCheckRecorded, IdentityRecorded, ServiceLeft

SECTION = SealedSection(alg="sm4-gcm", mark="m", text="t")


def test_the_sealed_part_is_everything_that_is_not_named_clear():
    told = told_of(HealthCheckRecorded)(conclusion="limited", detail="虚构")

    assert sealed_fields(HealthCheckRecorded) == ("detail",)
    assert (told.OF, told.plain().decode()) == (FieldClass.S4, '{"detail":"虚构"}')
    event = encode(told.as_event(HealthCheckRecorded, SECTION))
    assert event.startswith('{"conclusion":"limited","sealed":')
    assert "虚构" not in event


def test_an_id_number_leaves_what_rules_need_of_it():
    event = told_of(IdentityRecorded)(id_number="11010519491231002x").as_event(
        IdentityRecorded, SECTION
    )

    assert encode(event).startswith('{"birth_on":"1949-12-31","sealed":')
    assert told_of(ServiceLeft) is None
    assert sealed_fields(ServiceLeft) == ()
