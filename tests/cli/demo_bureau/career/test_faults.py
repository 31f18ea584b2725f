"""One sanction runs, one ran out long ago, one case is open."""

from datetime import timedelta

from services.cli.demo_bureau.career.faults import case_opened_on, fault_rows
from services.roster.events import CaseClosed, CaseOpened, SanctionImposed
from tests.cli.demo_bureau import drawn
from tests.cli.demo_bureau.drawn import every_draw


@every_draw
def test_faults_of_a_brigade(seed, today):
    people = drawn.people(seed, today)
    rows = [row for person in people for row in fault_rows(person, today)]
    opened, closed = drawn.of(rows, CaseOpened), drawn.of(rows, CaseClosed)
    imposed = sorted(r.effective_on for r in drawn.of(rows, SanctionImposed))

    assert (len(opened), len(closed), len(imposed)) == (3, 2, 2)
    assert imposed[0] < today - timedelta(days=365) < imposed[1] < today
    assert [p.place for p in people if case_opened_on(p, today)] == [5]
