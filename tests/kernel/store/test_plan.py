"""What one locked head makes of a batch: dense places, one chain, each caller's own outcome."""

from datetime import UTC, datetime
from uuid import uuid4

from services.kernel import chain
from services.kernel.decider import StreamWrite, VersionConflict
from services.kernel.errors import Refused
from services.kernel.event import Receipt
from services.kernel.identity import new_uuid7
from services.kernel.store.plan import Head, Locked, Pending, plan_batch
from tests.kernel.samples import draft, origin

AT = datetime(2026, 1, 1, tzinfo=UTC)


def _plan(*pending: Pending, versions: dict | None = None):
    subjects = {d.subject for p in pending for w in p.writes for d in w.drafts}
    streams = {w.stream_id for p in pending for w in p.writes}
    locked = Locked(
        Head(0, chain.GENESIS),
        AT,
        dict.fromkeys(streams, 0) | (versions or {}),
        dict.fromkeys(subjects, 0),
        {},
    )
    return plan_batch(pending, locked, link=chain.linker("sha256"), new_id=new_uuid7)


def _one(stream: str, expected: int, subject: str = "p", count: int = 1, **who) -> Pending:
    drafts = tuple(draft(subject) for _ in range(count))
    return Pending(origin(**who), (StreamWrite(stream, expected, drafts),))


def test_a_batch_is_dense_chained_and_stamped_with_one_instant():
    plan = _plan(_one("a", 0, count=2), _one("b", 0, "q"), _one("a", 2))

    assert [event.pos for event in plan.events] == [1, 2, 3, 4]
    assert [event.version for event in plan.events] == [1, 2, 1, 3]
    assert [event.subject_seq for event in plan.events] == [1, 2, 1, 3]
    assert {event.recorded_at for event in plan.events} == {AT}
    assert chain.verify(plan.events) == (4, plan.events[-1].chain)


def test_one_callers_conflict_is_not_anothers():
    plan = _plan(_one("a", 0), _one("a", 0), _one("b", 0, "q"))

    assert [type(outcome) for outcome in plan.outcomes] == [Receipt, VersionConflict, Receipt]
    assert [event.pos for event in plan.events] == [1, 2]


def test_the_same_command_twice_in_one_batch_is_carried_out_once():
    command = uuid4()
    plan = _plan(_one("a", 0, command=command), _one("a", 0, command=command))

    first, again = plan.outcomes
    assert isinstance(first, Receipt)
    assert isinstance(again, Receipt)
    assert (again.events, again.replayed) == (first.events, True)
    assert len(plan.events) == 1


def test_the_same_command_with_another_body_in_one_batch_is_refused():
    command = uuid4()
    plan = _plan(
        _one("a", 0, command=command, digest=b"1"), _one("a", 1, command=command, digest=b"2")
    )

    assert isinstance(plan.outcomes[1], Refused)


def test_all_streams_of_a_command_or_none():
    two = Pending(
        origin(), (StreamWrite("a", 0, (draft("p"),)), StreamWrite("b", 7, (draft("q"),)))
    )
    plan = _plan(two)

    assert isinstance(plan.outcomes[0], VersionConflict)
    assert (plan.events, plan.commands) == ([], {})


def test_a_command_without_events_is_remembered_too():
    plan = _plan(Pending(origin(), (StreamWrite("a", 0, ()),)))

    assert plan.events == []
    assert len(plan.commands) == 1
