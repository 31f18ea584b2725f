"""What was promised against what is there: shares no code with what appends, relays or follows.

`wrongs` is pure; tests/faults/evidence.py collects what it looks at.
"""

import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.load import Oracle

ROOT = Path(__file__).parents[2]
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """One event as one place holds it; `key` is the command's, carried in `basis`."""

    pos: int
    event_id: str
    subject: str
    subject_seq: int
    key: str
    command_id: str
    chain: str
    data: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """`topic` as a read-committed reader gets it: partition after partition, by offset."""

    log: Sequence[Seen]
    topic: Sequence[Seen]
    facts: Sequence[Seen]
    documents: Sequence[str]  # The topic's records as CloudEvents, by position.
    head: tuple[int, str]
    place: tuple[int, str]
    condition: str | None
    decisions: Mapping[str, tuple[str, str]]  # person: (undisturbed, from the gateway's facts)


def wrongs(oracle: Oracle, found: Evidence) -> list[str]:
    """Every disagreement in words; none when all is as promised."""
    told = []
    for name, events in (("log", found.log), ("topic", found.topic), ("facts", found.facts)):
        told += [f"{name}: {wrong}" for wrong in _promises(oracle, events)]
        told += [f"{name}: {wrong}" for wrong in _order(oracle, events)]
    log = sorted(found.log, key=lambda event: event.pos)
    for name, events in (("topic", found.topic), ("facts", found.facts)):
        if sorted(events, key=lambda event: event.pos) != log:
            told.append(f"{name}: not the same events as the log ({len(events)} of {len(log)})")
    told += _ends(found)
    told += [
        f"{command.key} was {command.state}: {command.attempts[-1:]}"
        for command in oracle.commands
        if command.state != "unknown" and command.sound != (command.state == "acknowledged")
    ]
    told += [
        f"decision on {person} is {now}, undisturbed {undisturbed}"
        for person, (undisturbed, now) in found.decisions.items()
        if undisturbed != now
    ]
    return told


def _promises(oracle: Oracle, events: Sequence[Seen]) -> list[str]:
    """Acknowledged: exactly once, as told. Refused: nothing. Unknown: once or not at all."""
    told, known = [], {command.key: command for command in oracle.commands}
    by_key: dict[str, list[str]] = defaultdict(list)
    for event in events:
        by_key[event.key].append(event.event_id)
        if event.key not in known:
            told.append(f"position {event.pos} is of no command that was sent")
    for command in oracle.commands:
        ids = by_key[command.key]
        if command.state == "acknowledged" and ids != list(command.events):
            told.append(f"{command.key} was acknowledged with {command.events}, found {ids}")
        if command.state == "refused" and ids:
            told.append(f"{command.key} was refused, found {ids}")
        if command.state == "unknown" and len(ids) > 1:
            told.append(f"{command.key} is there {len(ids)} times")
    for what, values in (
        ("position", [event.pos for event in events]),
        ("event", [event.event_id for event in events]),
        ("command", [event.command_id for event in events]),
    ):
        doubled = [value for value, times in Counter(values).items() if times > 1]
        told += [f"{what} {value} is there more than once" for value in doubled[:SHOWN]]
    return told


def _order(oracle: Oracle, events: Sequence[Seen]) -> list[str]:
    """Each person's events as the place gives them: 1, 2, 3, and as the client sent them."""
    told, by_person, sent = [], defaultdict(list), defaultdict(list)
    for event in events:
        by_person[event.subject].append(event)
    for command in oracle.acknowledged():
        sent[command.person].append(command.key)
    for person, own in by_person.items():
        seqs, places = [event.subject_seq for event in own], [event.pos for event in own]
        if seqs != list(range(1, len(own) + 1)) or places != sorted(places):
            told.append(f"{person} is out of order: {seqs} at {places}")
        there = [event.key for event in own if event.key in set(sent[person])]
        if there != sent[person]:
            told.append(f"{person} has the commands in another order than sent")
    return told


def _ends(found: Evidence) -> list[str]:
    told = []
    verdict = verifier().verify(found.documents)
    if not verdict["ok"]:
        told.append(f"chain: {verdict['wrong']}")
    ends = {
        "head": found.head,
        "place": found.place,
        "topic": (verdict["events"], verdict["chain"]),
        **{
            name: max(((event.pos, event.chain) for event in events), default=(0, bytes(32).hex()))
            for name, events in (("log", found.log), ("facts", found.facts))
        },
    }
    if len(set(ends.values())) != 1:
        told.append(f"ends differ: {ends}")
    if found.condition is not None:
        told.append(f"the follower is stopped: {found.condition}")
    return told


def document(headers: Mapping[str, str], data: str) -> str:
    """A record of the topic as the independent verifier reads it; `data` byte for byte."""
    numbers = {"pos", "streamversion", "subjectseq"}
    fields = {name[3:]: value for name, value in headers.items() if name.startswith("ce_")}
    words = [
        f"{json.dumps(name)}:{value if name in numbers else json.dumps(value)}"
        for name, value in fields.items()
    ]
    return "{" + ",".join([*words, f'"data":{data}']) + "}"


def verifier() -> Any:
    spec = importlib.util.spec_from_file_location("verify_log", ROOT / "verifier" / "verify_log.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
