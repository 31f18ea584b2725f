"""When the law forbids to end service: pregnancy, medical period, duty injury, near retirement.

Pure.
"""

from collections.abc import Sequence
from datetime import date

from services.gateway.decision.dossier import Dossier
from services.gateway.decision.finding import Finding, cite
from services.gateway.dismissal.policy import Bars
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster.events import DismissalBarBegan


def standing_bars(dossier: Dossier, law: Bars, day: date) -> list[Fact]:
    """Those of the kinds the law names that cover `day`; open ones last until they are ended."""
    return [
        f
        for f in dossier.of(DismissalBarBegan)
        if f.data.bar in law.bar_kinds and f.effective_on <= day <= (f.data.last_day or date.max)
    ]


def first_free_day(dossier: Dossier, law: Bars, day: date) -> date | None:
    """The first day from `day` on that no bar covers; None while nobody can say."""
    while found := standing_bars(dossier, law, day):
        ends = max(f.data.last_day or date.max for f in found)
        if ends == date.max:
            return None
        day = ends + ONE_DAY
    return day


def not_barred(bars: Sequence[Fact], law: Bars) -> Finding:
    ends = [f.data.last_day for f in bars]
    return Finding(
        claim="not_barred",
        met=not bars,
        reason="BARRED",
        clause=law.source,
        found={"bar": bars[0].data.bar.value, "since": bars[0].effective_on} if bars else {},
        until=max((d for d in ends if d is not None), default=None) if None not in ends else None,
        facts=cite(bars),
    )
