"""A slip against the last closed one: what differs, line by line, and what made it. Pure.

The differences of all lines, each with its sign, are the difference of the nets, to the fen.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from services.gateway.decision.finding import Cited
from services.gateway.decision.line import Line, LineCause, PolicyUsed
from services.gateway.pay.items import Part
from services.gateway.pay.slip import Slip

SIGN = {Part.GROSS: 1, Part.OWN: -1, Part.TAX: -1, Part.DAMAGE: -1, Part.ADVANCE: -1}


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item. `gone`: what the last slip rested on and this one does not."""

    part: str
    item: str
    before_fen: int
    now_fen: int
    net_fen: int  # What it does to the net.
    facts: tuple[Cited, ...] = ()
    gone: tuple[Cited, ...] = ()
    policies: tuple[PolicyUsed, ...] = ()
    inputs: dict[str, Any] = {}  # Name: [before, now].
    causes: tuple[LineCause, ...] = ()  # Of what is settled of earlier months.
    once: bool = False  # The last slip settled earlier months; this one does not again.


class Variance(msgspec.Struct, frozen=True, kw_only=True):
    """Against the last closed slip; of somebody's first slip everything is new."""

    person: str
    month: str
    before_month: str | None
    before_net_fen: int
    net_fen: int
    changes: tuple[Change, ...]


def variance(now: Slip, before: Slip | None) -> Variance:
    return Variance(
        person=now.person,
        month=now.month,
        before_month=before.month if before is not None else None,
        before_net_fen=before.net_fen if before is not None else 0,
        net_fen=now.net_fen,
        changes=tuple(_changes(now, before)),
    )


def _changes(now: Slip, before: Slip | None) -> Iterator[Change]:
    ours, theirs = _by_item(now), _by_item(before) if before is not None else {}
    for key in dict.fromkeys([*ours, *theirs]):
        new, old = ours.get(key, []), theirs.get(key, [])
        now_fen, before_fen = _sum(new), _sum(old)
        if now_fen != before_fen:
            yield _change(key, (old, before_fen), (new, now_fen))


def _by_item(slip: Slip) -> dict[tuple[str, str], list[Line]]:
    found: dict[tuple[str, str], list[Line]] = {}
    for line in slip.lines:
        found.setdefault((line.part, line.item), []).append(line)
    return found


def _sum(lines: Sequence[Line]) -> int:
    return sum(line.amount_fen for line in lines)


def _change(
    key: tuple[str, str], before: tuple[Sequence[Line], int], now: tuple[Sequence[Line], int]
) -> Change:
    old = [line for line in before[0] if line.due_fen is None]
    new = [line for line in now[0] if line.due_fen is None]
    then = {c.event_id: c for line in old for c in line.facts}
    cited = {c.event_id: c for line in new for c in line.facts}
    known = {p.sha256 for line in old for p in line.policies}
    causes = [c for line in now[0] if line.due_fen is not None for c in line.causes]
    return Change(
        part=key[0],
        item=key[1],
        before_fen=before[1],
        now_fen=now[1],
        net_fen=SIGN.get(Part(key[0]), 0) * (now[1] - before[1]),
        facts=tuple(c for event_id, c in cited.items() if event_id not in then),
        gone=tuple(c for event_id, c in then.items() if event_id not in cited),
        policies=_policies(new, known),
        inputs=_inputs(old, new),
        causes=_each_once(causes),
        once=any(line.due_fen is not None for line in before[0]),
    )


def _each_once(causes: Sequence[LineCause]) -> tuple[LineCause, ...]:
    """Also a cause of several months."""
    seen: dict[bytes, LineCause] = {}
    for cause in causes:
        seen.setdefault(msgspec.json.encode(cause), cause)
    return tuple(seen.values())


def _policies(new: Sequence[Line], known: set[str]) -> tuple[PolicyUsed, ...]:
    if not known:
        return ()
    found = {p.sha256: p for line in new for p in line.policies if p.sha256 not in known}
    return tuple(found.values())


def _inputs(old: Sequence[Line], new: Sequence[Line]) -> dict[str, Any]:
    """What a formula was given then and now, where there is one line of each."""
    if len(old) != 1 or len(new) != 1:
        return {}
    then, now = old[0].inputs, new[0].inputs
    names = dict.fromkeys([*then, *now])
    return {n: [then.get(n), now.get(n)] for n in names if then.get(n) != now.get(n)}
