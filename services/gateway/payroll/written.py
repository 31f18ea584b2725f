"""A drawn slip as the event that writes it down, and an event's slip read back. Pure."""

from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.pay.slip import Slip, canonical_bytes, read_slip, sha256
from services.gateway.payroll.draw import Drawn
from services.gateway.payroll.events import PaySlipDrawn, PaySlipMissing
from services.kernel.event import Draft


def as_draft(
    drawn: Drawn, run_id: UUID, month: str, on: date, replaces: UUID | None = None
) -> Draft:
    """Of somebody who has a slip, or exceptions instead of one."""
    member, slip = drawn.member, drawn.slip
    data: PaySlipDrawn | PaySlipMissing
    if slip is None:
        data = PaySlipMissing(
            run=run_id,
            month=month,
            unit_id=member.unit,
            exceptions=drawn.exceptions,
            detail=drawn.detail,
        )
    else:
        data = PaySlipDrawn(
            run=run_id,
            month=month,
            unit_id=member.unit,
            category=_category(drawn, slip),
            outcome=slip.outcome.value,
            gross_fen=slip.gross_fen,
            own_fen=slip.own_fen,
            tax_fen=slip.tax_fen,
            net_fen=slip.net_fen,
            unit_fen=slip.unit_fen,
            slip=canonical_bytes(slip).decode(),
            slip_sha256=sha256(slip),
            exceptions=drawn.exceptions,
            checks=drawn.checks,
            withheld=is_withheld(slip),
            replaces=replaces,
        )
    return Draft(data, member.person, on, basis="engine")


def _category(drawn: Drawn, slip: Slip) -> str:
    known = drawn.member.category
    return slip.category or (known.value if known is not None else "none")


def is_withheld(slip: Slip) -> bool:
    return any(finding.reason == "WITHHELD" for finding in slip.findings)


def slip_of(data: Any) -> Slip:  # noqa: ANN401  PaySlipDrawn or its lean twin
    return read_slip(data.slip.encode())
