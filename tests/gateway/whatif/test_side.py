"""A side knows what was recorded by its instant, and what it supposes of this person."""

from datetime import timedelta

from services.gateway.whatif.side import Side
from services.roster.events import AuxiliaryLevelAwarded
from tests.gateway.on_file import SHELF, on_file
from tests.gateway.pay.payee import AUXILIARY
from tests.gateway.whatif.pure import KNOWN_AT, REAL, supposed


def test_what_was_not_known_and_what_is_supposed_of_others_is_not_in_the_file():
    facts = on_file(*AUXILIARY)
    level = supposed(AuxiliaryLevelAwarded(level=4), "2024-03-10")
    after = Side(SHELF, KNOWN_AT, level)
    newest = max(fact.recorded_at for fact in facts)
    earlier = Side(SHELF, newest - timedelta(microseconds=1))

    assert REAL.file("person", facts) == facts
    assert len(after.file("person", facts)) == len(facts) + 1
    assert after.file("somebody else", facts) == facts
    assert len(earlier.file("person", facts)) < len(facts)
