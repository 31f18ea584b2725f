"""What is unusual in a slip, beside what cannot be paid: somebody looks, and waives it. Pure."""

from collections.abc import Iterator, Sequence

from services.gateway.pay.slip import Slip
from services.gateway.payroll.events import PayCheck


def checks(slip: Slip, earlier: Sequence[Slip]) -> Iterator[PayCheck]:
    """`earlier`: closed slips, oldest first, of every month that the slip settles something of."""
    if slip.is_held:
        return  # Nothing is paid.
    if slip.owed_fen and not slip.category:
        yield PayCheck.STILL_OWED  # Nobody takes it from a wage any more.
    if earlier and _skips_a_month(slip, earlier):
        yield PayCheck.MONTH_SKIPPED


def _skips_a_month(slip: Slip, earlier: Sequence[Slip]) -> bool:
    """It pays a month after the first slip that had no run of its own."""
    own = {one.month for one in earlier}
    first = min(own)
    return any(line.month > first and line.month not in own for line in slip.retro())
