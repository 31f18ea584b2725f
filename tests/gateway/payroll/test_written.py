"""A drawn slip becomes an event and is read back to the byte."""

from datetime import UTC, datetime
from uuid import UUID

from services.gateway.pay.slip import canonical_bytes
from services.gateway.payroll.draw import Asked, Drawn, Payee, draw
from services.gateway.payroll.events import PayException, PaySlipMissing
from services.gateway.payroll.population import Member
from services.gateway.payroll.written import as_draft, is_withheld, slip_of
from services.kernel.event import decode_fast, encode
from tests.gateway.on_file import DAY, on_file
from tests.gateway.pay.payee import OFFICER, RULES

RUN, ON = UUID(int=7), DAY("2024-01-31")
ASKED = Asked("2024-01", datetime(2024, 1, 20, tzinfo=UTC), "2024-01", withheld=True)


def test_a_slip_is_read_back_as_it_was_drawn():
    drawn = draw(Payee(Member("p", unit="u"), on_file(*OFFICER)), ASKED, RULES)
    draft = as_draft(drawn, RUN, "2024-01", ON)
    read = decode_fast(draft.data.TYPE, encode(draft.data))
    assert canonical_bytes(slip_of(read)) == canonical_bytes(drawn.slip)
    assert (draft.subject, read.unit_id, read.category) == ("p", "u", "officer")
    assert read.withheld
    assert is_withheld(drawn.slip)


def test_whoever_has_no_slip_is_written_down_with_the_reason():
    drawn = Drawn(Member("p"), None, (PayException.NO_POLICY,), "没有")
    draft = as_draft(drawn, RUN, "2024-01", ON)
    assert isinstance(draft.data, PaySlipMissing)
    assert draft.data.exceptions == (PayException.NO_POLICY,)
