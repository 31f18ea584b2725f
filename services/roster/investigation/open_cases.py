"""Which entries of a file speak of a case that is still open. Pure."""

from collections.abc import Sequence
from uuid import UUID

from services.kernel.event import Recorded, decode_fast
from services.kernel.fact import read_fact, standing
from services.roster import events as e


def of_open_cases(events: Sequence[Recorded]) -> frozenset[UUID]:
    """Event ids, mended entries included: the person must not learn from them (监察法 art. 39)."""
    stood = standing(read_fact(event) for event in events)
    closed = {fact.data.case_no for fact in stood if fact.type == e.CaseClosed.TYPE}
    return frozenset(
        event.event_id
        for event in events
        if event.type == e.CaseOpened.TYPE
        and decode_fast(event.type, event.data).case_no not in closed
    )
