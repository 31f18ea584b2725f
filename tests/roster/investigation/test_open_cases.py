"""What the person is not told while a case is open, and is told when it ends."""

from services.roster import events as e
from services.roster.investigation.open_cases import of_open_cases
from tests.kernel.samples import recorded

OPENED = e.CaseOpened(case_no="A1")
CLOSED = e.CaseClosed(case_no="A1", result=e.CaseResult.CLEARED)


def _ids(*events, **more) -> list[int]:
    log = [recorded(n, event=event) for n, event in enumerate(events, start=1)]
    return sorted(found.int for found in of_open_cases(log))


def test_only_the_opening_of_a_case_that_is_not_closed():
    other = e.CaseOpened(case_no="B2")

    assert _ids(OPENED, other) == [1, 2]
    assert _ids(OPENED, other, CLOSED) == [2]
    assert _ids(e.SanctionImposed(kind=e.SanctionKind.WARNING)) == []


def test_a_closing_that_was_revoked_closes_nothing():
    log = [recorded(1, event=OPENED), recorded(2, event=CLOSED)]
    revoked = recorded(3, event=e.FactRevoked(), revokes=log[1].event_id)

    assert of_open_cases(log) == set()
    assert of_open_cases([*log, revoked]) == {log[0].event_id}
