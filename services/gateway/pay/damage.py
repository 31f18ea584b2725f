"""What has been ordered as compensation for damage, up to a month. Pure."""

from services.gateway.pay.months import last_day
from services.gateway.pay.timeline import Timeline
from services.kernel.fact import Fact
from services.roster.events import DamageOrdered


def outstanding(timeline: Timeline, month: int) -> tuple[int, list[Fact]]:
    """The sum of all standing orders in effect by the end of the month, taken or not."""
    facts = [f for f in timeline.all(DamageOrdered) if f.effective_on <= last_day(month)]
    return sum(f.data.amount_fen for f in facts), facts
