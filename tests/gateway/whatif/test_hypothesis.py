"""Supposed facts: real classes, ids of their own, at the end of the file."""

from services.gateway.whatif.hypothesis import added, kinds
from services.roster.events import SanctionImposed, SanctionKind
from tests.gateway.on_file import on_file
from tests.gateway.pay.payee import OFFICER
from tests.gateway.whatif.pure import KNOWN_AT, supposed

WARNING = SanctionImposed(kind=next(iter(SanctionKind)))


def test_whatever_may_be_recorded_of_a_person_may_be_supposed_and_nothing_else():
    assert kinds()["sanction_imposed"] is SanctionImposed
    assert {"annual_grade_decided", "course_passed"} <= set(kinds())
    assert not {"unit_created", "fact_revoked"} & set(kinds())


def test_a_supposed_fact_is_the_last_of_its_room_and_the_same_one_when_asked_again():
    facts = on_file(*OFFICER)
    one, again = (supposed(WARNING, "2024-03-10")["person"] for _ in range(2))
    file = added(facts, one)

    assert one == again
    assert file[:-1] == facts
    assert file[-1].subject_seq == max(f.subject_seq for f in facts if f.room == "roster") + 1
    assert file[-1].recorded_at == KNOWN_AT
    assert file[-1].event_id not in {fact.event_id for fact in facts}
