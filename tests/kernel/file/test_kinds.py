"""Every registered event becomes a kind of fact with a path and permissions of its own."""

from services.kernel.file.kinds import (
    fact_kinds,
    import_permission,
    mend_permission,
    noun_read_permission,
    record_permission,
)
from services.roster import events as e
from services.training import events as t


def test_a_kind_has_slug_noun_and_permissions():
    kind = next(k for k in fact_kinds("roster") if k.event is e.SanctionImposed)

    assert (kind.slug, kind.noun, kind.about) == ("sanction_imposed", "sanction", "person")
    assert record_permission(kind) == "roster.sanction.record"
    assert mend_permission(kind) == "roster.sanction.mend"
    assert import_permission(kind) == "roster.sanction.import"
    assert noun_read_permission("roster", "sanction") == "roster.sanction.read"


def test_a_room_with_one_drawer_calls_its_noun_fact():
    assert {kind.noun for kind in fact_kinds("training")} == {"fact"}


def test_revocations_are_no_kind_to_record():
    assert t.FactRevoked not in {kind.event for kind in fact_kinds("training")}
    assert e.FactRevoked not in {kind.event for kind in fact_kinds("roster")}
