"""When the law forbids to end service: what is recorded as a bar, and what else on file shows one.

Pure. What the file cannot show is named, never taken for absent.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from services.gateway.decision.finding import Finding, cite
from services.gateway.dismissal.leave_bars import childbirth, sickness
from services.gateway.dismissal.near_retirement import is_ruled_out, near_retirement
from services.gateway.dismissal.policy import Bars
from services.gateway.dismissal.surroundings import Bar, Surroundings
from services.kernel.legal_dates import ONE_DAY, last_day
from services.roster.events import BarKind, DismissalBarBegan, DutyInjuryRecognised, Sex


def standing_bars(s: Surroundings, day: date) -> list[Bar]:
    """Those of the kinds the law names that cover `day`; open ones last until they are ended."""
    return [bar for bar in _shown(s, day) if bar.is_certain]


def open_bars(s: Surroundings, day: date) -> list[Bar]:
    """Those the file speaks of without settling them; a recorded bar of that kind settles it."""
    shown = _shown(s, day)
    sure = {bar.kind for bar in shown if bar.is_certain}
    recorded = _recorded(s)
    return [
        bar
        for bar in shown
        if not bar.is_certain
        and bar.kind not in sure
        and not any(
            r.kind == bar.kind and r.since <= day and (r.last_day or date.max) >= bar.since
            for r in recorded
        )
    ]


def first_free_day(s: Surroundings, day: date) -> date | None:
    """The first day from `day` on that no bar covers; None while nobody can say."""
    while found := standing_bars(s, day):
        ends = max(bar.last_day or date.max for bar in found)
        if ends == date.max:
            return None
        day = ends + ONE_DAY
    return day


def bar_findings(s: Surroundings, day: date) -> list[Finding]:
    """What is open and what nobody has asked first; whether one stands last."""
    bars = standing_bars(s, day)
    return [
        *(_open(bar, s.law) for bar in open_bars(s, day)),
        *_not_on_file(s, day),
        not_barred(bars, s.law),
    ]


def not_barred(bars: Sequence[Bar], law: Bars) -> Finding:
    ends = [bar.last_day for bar in bars]
    return Finding(
        claim="not_barred",
        met=not bars,
        reason="BARRED",
        clause=law.source,
        found={"bar": bars[0].kind.value, "since": bars[0].since} if bars else {},
        until=max((d for d in ends if d is not None), default=None) if None not in ends else None,
        facts=cite([fact for bar in bars for fact in bar.facts]),
    )


def _open(bar: Bar, law: Bars) -> Finding:
    return Finding(
        claim="bar_settled",
        met=False,
        reason="BAR_OPEN",
        clause=law.source,
        found={"bar": bar.kind.value, "since": bar.since},
        until=bar.last_day,
        facts=cite(bar.facts),
    )


def _not_on_file(s: Surroundings, day: date) -> list[Finding]:
    """No obstacle, and no proof either: each has to be asked about before anything is done."""
    spoken_of = {bar.kind for bar in _shown(s, day)}
    asked = [kind.value for kind in s.law.bar_kinds if kind not in spoken_of]
    if s.sex == Sex.MALE and BarKind.PREGNANCY in asked:
        asked.remove(BarKind.PREGNANCY)
    if BarKind.NEAR_RETIREMENT in asked and is_ruled_out(s, day):
        asked.remove(BarKind.NEAR_RETIREMENT)
    asked += [bar.value for bar in s.law.never_on_file]
    return [
        Finding(claim="bar_asked_about", met=False, clause=s.law.source, found={"bar": bar})
        for bar in asked
    ]


def _shown(s: Surroundings, day: date) -> list[Bar]:
    found = [*_recorded(s), *childbirth(s), *sickness(s, day), *_injury(s)]
    found += near_retirement(s, day)
    return [bar for bar in found if bar.kind in s.law.bar_kinds and bar.covers(day)]


def _recorded(s: Surroundings) -> list[Bar]:
    return [
        Bar(f.data.bar, f.effective_on, f.data.last_day, (f,))
        for f in s.dossier.of(DismissalBarBegan)
    ]


def _injury(s: Surroundings) -> Iterator[Bar]:
    """Recognised and graded: capacity is lost, wholly or in part. Not graded yet: open."""
    law = s.law.disability
    for fact in s.dossier.of(DutyInjuryRecognised):
        since, grade = fact.effective_on, fact.data.disability_grade
        if grade in law.grades:
            yield Bar(BarKind.DUTY_DISABLED, since, None, (fact,))
        elif grade is None:
            until = last_day(since, law.assessed_within_months)
            yield Bar(BarKind.DUTY_DISABLED, since, until, (fact,), is_certain=False)
