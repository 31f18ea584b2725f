"""Earlier months against what was settled of them: each difference once, and what caused it. Pure.

A difference is what a month should be, as known now, less the sum of everything that earlier runs
settled of it. Whatever was corrected in between, and however often, cannot count twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from services.gateway.decision.finding import Cited
from services.gateway.decision.line import Line, LineCause, PolicyUsed, Why
from services.gateway.pay.items import Part, code_of
from services.gateway.pay.month import MonthPay
from services.gateway.pay.months import last_day, month_named, name_of
from services.gateway.pay.should_be import should_be
from services.gateway.pay.slip import Slip
from services.gateway.pay.timeline import Timeline
from services.kernel.fact import Fact
from services.roster.events import PaySettled

Key: TypeAlias = tuple[str, str, UUID | None]  # Part, item, and which grant.
SETTLED_PARTS = frozenset({Part.GROSS.value, Part.OWN.value, Part.UNIT.value})
_CONTRIBUTIONS = frozenset({Part.OWN.value, Part.UNIT.value})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Settled:
    """What earlier runs paid of one line of one month, and on what grounds the last of them did."""

    amount_fen: int
    facts: tuple[Cited, ...]
    policies: tuple[PolicyUsed, ...]
    closed_at: datetime
    due_fen: int | None = None  # What the last of them took the month's line to be.
    carried: tuple[LineCause, ...] = ()  # Causes of a difference that it did not settle whole.


def settled(
    timeline: Timeline, earlier: Sequence[Slip], start: int
) -> dict[str, dict[Key, Settled]]:
    """By month from `start` on, by line; what another system paid before our runs included."""
    found: dict[str, dict[Key, Settled]] = {}
    for fact in timeline.all(PaySettled):
        item = code_of(fact.data.line)
        if item is not None and month_named(fact.data.month) >= start:
            lines = found.setdefault(fact.data.month, {})
            key = (Part.GROSS.value, item, None)
            _sum(lines, key, fact.data.amount_fen, _taken(timeline, fact))
    first = name_of(start)
    for slip in earlier:
        if slip.month < first:
            continue
        for line in slip.lines:
            if line.part in SETTLED_PARTS and line.month >= first:
                grounds = Settled(
                    0, line.facts, line.policies, slip.closed_at, line.due_fen, line.causes
                )
                lines = found.setdefault(line.month, {})
                _sum(lines, (line.part, line.item, line.ref), line.amount_fen, grounds)
    return found


def _taken(timeline: Timeline, fact: Fact) -> Settled:
    return Settled(0, timeline.cite(fact), (), fact.recorded_at)


def _sum(lines: dict[Key, Settled], key: Key, amount_fen: int, grounds: Settled) -> None:
    before = lines.get(key)
    grounds.amount_fen = amount_fen + (before.amount_fen if before is not None else 0)
    if grounds.due_fen is None or grounds.due_fen == grounds.amount_fen:
        grounds.carried = ()
    lines[key] = grounds


def differences(
    timeline: Timeline, months: range, earlier: Sequence[Slip], *, first_month: int
) -> Iterator[Line]:
    """Of the months in order; of a month taken over only the lines that were taken over."""
    if not months:
        return
    held = earlier[-1].carried.held if earlier else ()
    paid = settled(timeline, earlier, months.start)
    closings = {slip.month: slip.closed_at for slip in earlier}
    for month in months:
        name = name_of(month)
        lines = paid.get(name, {})
        is_ours = month >= first_month
        if not is_ours and not lines:
            continue
        pay = should_be(timeline, month)
        due = {(line.part, line.item, line.ref): line for line in pay.lines}
        keys = dict.fromkeys([*due, *lines]) if is_ours else dict.fromkeys(lines)
        reason = _Reason(
            timeline,
            pay,
            closings.get(name, _LONG_AGO),
            is_held=name in held,
            unpaid_since=_last_before(month, earlier) if is_ours and name not in closings else None,
        )
        for key in keys:
            if _is_reopened_by_back_pay(pay, key, lines):
                continue
            line = _difference(key, due.get(key), lines.get(key), reason)
            if line is not None:
                yield line


def _last_before(month: int, earlier: Sequence[Slip]) -> datetime | None:
    """When the last run before a month closed; None when there was none."""
    name = name_of(month)
    return max((slip.closed_at for slip in earlier if slip.month < name), default=None)


def _is_reopened_by_back_pay(pay: MonthPay, key: Key, lines: Iterable[Key]) -> bool:
    """Contributions of a settled month only follow a base that is on file (P1)."""
    return (
        pay.from_wage
        and key[0] in _CONTRIBUTIONS
        and any(part in _CONTRIBUTIONS for part, _, _ in lines)
    )


def _difference(key: Key, due: Line | None, paid: Settled | None, reason: "_Reason") -> Line | None:
    due_fen = due.amount_fen if due is not None else 0
    paid_fen = paid.amount_fen if paid is not None else 0
    if due_fen == paid_fen:
        return None
    line = due
    if line is None:
        line = Line(
            part=key[0],
            item=key[1],
            month=name_of(reason.pay.month),
            amount_fen=0,
            facts=reason.pay.timeline.cite(*reason.service()),
            ref=key[2],
        )
    return msgspec.structs.replace(
        line,
        amount_fen=due_fen - paid_fen,
        due_fen=due_fen,
        settled_fen=paid_fen,
        causes=reason.causes(due, paid),
    )


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why the lines of one month are not what was settled."""

    timeline: Timeline
    pay: MonthPay
    closed_at: datetime  # Of the month's own run.
    is_held: bool
    unpaid_since: datetime | None = None  # Had no run of its own: when the one before it closed.

    def causes(self, due: Line | None, paid: Settled | None) -> tuple[LineCause, ...]:
        if self.is_held:
            return (LineCause(why=Why.HELD),)
        if paid is None and self.unpaid_since is not None:
            # Somebody whose service became known later is told so, not that it was not paid.
            entered = tuple(self._service(self.unpaid_since))
            return entered or (LineCause(why=Why.UNPAID),)
        since = paid.closed_at if paid is not None else self.closed_at
        found = list(self._facts(due, paid, since)) or list(self._service(since))
        found += self._policies(due, paid, alone=not found)
        if paid is not None:
            found += [msgspec.structs.replace(one, why=Why.CARRIED) for one in paid.carried]
        return tuple(found) or (LineCause(why=Why.CARRIED),)

    def _facts(
        self, due: Line | None, paid: Settled | None, since: datetime
    ) -> Iterator[LineCause]:
        now = {c.event_id: c for c in (due.facts if due is not None else ())}
        then = {c.event_id: c for c in (paid.facts if paid is not None else ())}
        told: set[UUID] = set()
        for event_id, cited in then.items():
            by = self.timeline.mended_by.get(event_id)
            if event_id not in now and by is not None and by.recorded_at > since:
                why = Why.CORRECTED if by.corrects == event_id else Why.REVOKED
                told.add(by.event_id)
                yield LineCause(why=why, fact=cited, by=self.timeline.cite(by)[0])
        for event_id, cited in now.items():
            fact = self.timeline.dossier.known.get(event_id)
            if event_id in then or event_id in told or fact is None or fact.recorded_at <= since:
                continue
            yield self._came(fact, cited)

    def _came(self, fact: Fact, cited: Cited) -> LineCause:
        target = self.timeline.dossier.known.get(fact.corrects) if fact.corrects else None
        if target is None:
            return LineCause(why=Why.LEARNED, fact=cited)
        return LineCause(why=Why.CORRECTED, fact=self.timeline.cite(target)[0], by=cited)

    def service(self) -> list[Fact]:
        """Entries and leavings, when nobody serves in the month any more."""
        return [f for s in self.timeline.spells for f in s.facts]

    def _service(self, since: datetime) -> Iterator[LineCause]:
        """Without those of a later day: who comes back in June changes nothing of March."""
        last = last_day(self.pay.month)
        for fact in self.service():
            mended = self.timeline.dossier.known.get(fact.corrects) if fact.corrects else None
            days = [f.effective_on for f in (fact, mended) if f is not None]
            if fact.recorded_at > since and min(days) <= last:
                yield self._came(fact, self.timeline.cite(fact)[0])

    def _policies(
        self, due: Line | None, paid: Settled | None, *, alone: bool
    ) -> Iterator[LineCause]:
        if due is None or (paid is None and not alone):
            return
        then = {_family(p): p for p in (paid.policies if paid is not None else ())}
        for policy in due.policies:
            before = then.get(_family(policy))
            if before != policy and (paid is None or before is not None or alone):
                yield LineCause(why=Why.POLICY, policy=policy, instead_of=before)


def _family(policy: PolicyUsed) -> str:
    return policy.id.partition("/")[0].partition("@")[0]
