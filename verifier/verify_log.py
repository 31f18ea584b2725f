#!/usr/bin/env python3
"""Checks an exported log of 警衡 Jingheng against checkpoints that left it; stands alone.

    python3 verify_log.py LOG.jsonl [--witness ROOM.jsonl] [--key HEX] [--json]

LOG.jsonl: one CloudEvent a line, as `./jingheng events export ROOM FILE` writes it.
ROOM.jsonl: checkpoints, one a line, kept where the log's administrator cannot write.
HEX: the witness's Ed25519 public key, as you were given it; the one in the file proves nothing.

Needs Python 3.9 and nothing else; signatures are checked when `cryptography` is installed.
Written from docs/log-format.md; shares no code with the product. Exit codes: 0 sound, 1 wrong,
2 usage.
"""
# ruff: noqa: T201  A program that prints its findings.

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from json.decoder import scanstring
from pathlib import Path
from typing import Any, Iterable, Iterator  # noqa: UP035  So that Python 3.9 runs it.

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]

GENESIS = bytes(32)
# In the order of the hash.
FIELDS = (
    "pos",
    "id",
    "type",
    "streamid",
    "streamversion",
    "subject",
    "subjectseq",
    "effectiveon",
    "time",
    "actor",
    "commandid",
    "correlationid",
    "causationid",
    "corrects",
    "revokes",
    "basis",
    "reason",
    "data",
)
OPTIONAL = {"actor", "correlationid", "causationid", "corrects", "revokes", "basis", "reason"}
NUMBERS = {"pos", "streamversion", "subjectseq"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)
SPELLING = {
    **dict.fromkeys(("id", "commandid", "causationid", "corrects", "revokes"), UUID),
    "effectiveon": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII),
    "time": INSTANT,
    "chain": re.compile(r"[0-9a-f]{64}", re.ASCII),
}
SIGNED = ("room", "store_id", "algorithm", "pos", "chain", "at", "key")
# A checkpoint that also ends an older history says besides, and signs after the word "closing":
CLOSING = ("closes_after", "saw", "restored_on", "by", "reason")
SPACE = re.compile(r"[ \t\n\r]*")


class Wrong(Exception):
    """The first wrong thing: somewhere in positions `since` to `pos`."""

    def __init__(self, pos: int, problem: str, since: int | None = None) -> None:
        super().__init__(problem)
        self.pos, self.problem, self.since = pos, problem, since or pos


def members(text: str) -> dict[str, str]:
    """The members of one JSON object, each value as the text that stands there.

    The payload is attested as text: to read it and write it again could change a byte.
    """
    return dict(_members(text))


def _members(text: str) -> Iterator[tuple[str, str]]:
    at = _past(text, _past(text, 0, ""), "{")
    seen: set[str] = set()
    while text[at : at + 1] == '"':
        name, at = scanstring(text, at + 1)
        start = _past(text, _past(text, at, ""), ":")
        _, end = json.JSONDecoder().raw_decode(text, start)
        if name in seen:
            raise ValueError(f"the name {name!r} comes twice")
        seen.add(name)
        yield name, text[start:end]
        at = _past(text, end, "")
        if text[at : at + 1] != "}":
            at = _past(text, at, ",")
            if text[at : at + 1] != '"':
                raise ValueError("a comma without a member")
    if _past(text, at, "}") != len(text):
        raise ValueError("more than one JSON object")


def _past(text: str, at: int, mark: str) -> int:
    """Where the text goes on after a mark and white space."""
    if not text.startswith(mark, at):
        raise ValueError(f"expected {mark!r} at column {at + 1}")
    found = SPACE.match(text, at + len(mark))
    return found.end() if found else at


def attribute(raw: dict[str, str], name: str) -> str:
    """Its text for the hash; empty when absent."""
    if name not in raw:
        if name not in OPTIONAL:
            raise ValueError(f"attribute {name} is missing")
        return ""
    if name == "data":
        return raw[name]
    value = json.loads(raw[name])
    wanted = int if name in NUMBERS else str
    if type(value) is not wanted:
        raise ValueError(f"attribute {name} is not a {wanted.__name__}")
    if name in SPELLING and not SPELLING[name].fullmatch(value):
        raise ValueError(f"attribute {name} is not in its canonical spelling")
    return str(value)


def canonical_bytes(raw: dict[str, str]) -> bytes:
    """Each field as a netstring, in order."""
    texts = [attribute(raw, name).encode() for name in FIELDS]
    return b"".join(b"%d:%s," % (len(text), text) for text in texts)


class Log:
    """What has been read so far."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.pos, self.chain, self.room, self.time = 0, GENESIS, "", ""
        self.versions: dict[str, int] = {}
        self.seqs: dict[str, int] = {}
        self.links = [GENESIS.hex()]  # By position.

    def take(self, line: str) -> None:
        """Raises Wrong."""
        try:
            raw = members(line)
            body = canonical_bytes(raw)
            given = attribute(raw, "chain")
            problem = self._out_of_place(raw)
        except (ValueError, UnicodeError) as fault:
            raise Wrong(self.pos + 1, f"not an event: {fault}") from fault
        link = hashlib.new(self.algorithm, self.chain + body).digest()
        if problem is None and link.hex() != given:
            problem = "the chain does not fit what the event says"
        if problem is not None:
            raise Wrong(self.pos + 1, problem)
        self.pos, self.chain, self.time = self.pos + 1, link, attribute(raw, "time")
        self.versions[attribute(raw, "streamid")] = int(attribute(raw, "streamversion"))
        self.seqs[attribute(raw, "subject")] = int(attribute(raw, "subjectseq"))
        self.links.append(given)

    def _out_of_place(self, raw: dict[str, str]) -> str | None:
        room = attribute(raw, "type").partition(".")[0]
        self.room = self.room or room
        version, stream = int(attribute(raw, "streamversion")), attribute(raw, "streamid")
        seq, subject = int(attribute(raw, "subjectseq")), attribute(raw, "subject")
        if attribute(raw, "pos") != str(self.pos + 1):
            return f"found position {attribute(raw, 'pos')} instead"
        if room != self.room or json.loads(raw.get("source", '""')) != f"/jingheng/{room}":
            return "an event of another room"
        if version != self.versions.get(stream, 0) + 1:
            return f"version {version} of {stream} is not the next"
        if seq != self.seqs.get(subject, 0) + 1:
            return f"sequence {seq} of its subject is not the next"
        if attribute(raw, "time") < self.time:
            return "recorded before the event ahead of it"
        return None


def read_checkpoints(lines: Iterable[str], notes: list[str]) -> list[dict[str, Any]]:
    """In the order they were written. Raises Wrong for a line that is something else."""
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            checkpoint = json.loads(line)
        except ValueError:  # The power may go while a line is written.
            notes.append(f"witness line {number} was cut short and is passed over")
            continue
        if not is_whole(checkpoint):
            raise Wrong(0, f"witness line {number} is no checkpoint")
        found.append(checkpoint)
    if not found and not notes:
        raise Wrong(0, "the witness holds no checkpoint: emptied, or not the room's file")
    return found


def is_whole(checkpoint: object) -> bool:
    """Exactly the members of a checkpoint, or of a closing."""
    bare = {*SIGNED, "signature"}
    if not isinstance(checkpoint, dict) or set(checkpoint) not in (bare, {*bare, *CLOSING}):
        return False
    if "closes_after" not in checkpoint:
        return type(checkpoint["pos"]) is int and checkpoint["pos"] >= 1
    numbers = (checkpoint[name] for name in ("pos", "closes_after", "saw"))
    texts = (str(checkpoint[name]) for name in ("restored_on", "by", "reason"))
    return all(type(n) is int and n >= 0 for n in numbers) and all("\n" not in t for t in texts)


def check_checkpoints(found: list[dict[str, Any]], key: str | None, notes: list[str]) -> None:
    """All of one log, and all signed. Raises Wrong."""
    if not found:
        notes.append("no checkpoints: a rewritten history or a missing tail would not show")
    elif Ed25519PublicKey is None:
        notes.append("SIGNATURES NOT CHECKED: python package `cryptography` is not installed")
    elif key is None:
        notes.append("SIGNATURES NOT CHECKED: no --key was given")
    for checkpoint in found:
        for name in ("room", "store_id", "algorithm"):
            if checkpoint[name] != found[0][name]:
                raise Wrong(checkpoint["pos"], f"a checkpoint is of another log ({name})")
        if Ed25519PublicKey is not None and key is not None and not is_signed(checkpoint, key):
            told = f"the checkpoint of {checkpoint['at']} is not signed by the key you trust"
            raise Wrong(checkpoint["pos"], told)


def is_signed(checkpoint: dict[str, Any], key: str) -> bool:
    """Whether the holder of that very key signed every member."""
    signed = [str(checkpoint[name]) for name in SIGNED]
    if "closes_after" in checkpoint:
        signed += ["closing", *(str(checkpoint[name]) for name in CLOSING)]
    message = "\n".join(signed).encode()
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(checkpoint["signature"]), message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return bool(checkpoint["key"] == key)


def closings(
    found: list[dict[str, Any]], key: str | None, notes: list[str]
) -> list[dict[str, Any]]:
    """Those that count: an unsigned one could be written by whoever has something to hide."""
    made = [checkpoint for checkpoint in found if "closes_after" in checkpoint]
    if made and (key is None or Ed25519PublicKey is None):
        notes.append("closings do not count: their signatures were not checked")
        return []
    for one in made:
        notes.append(
            f"history before the restore of {one['restored_on']} (after position "
            f"{one['closes_after']}, seen up to {one['saw']}) closed by {one['by']} at "
            f"{one['at']}: {one['reason']}"
        )
    return made


def is_closed(checkpoint: dict[str, Any], made: list[dict[str, Any]]) -> bool:
    """Whether a later closing says that what this one saw stands no more."""
    return any(
        checkpoint["at"] < one["at"] and checkpoint["pos"] > one["closes_after"] for one in made
    )


def usable(algorithm: str) -> str:
    """The same. Raises Wrong for a hash that is not ours, or that this Python lacks (SM3)."""
    if algorithm not in {"sha256", "sm3"} or algorithm not in hashlib.algorithms_available:
        raise Wrong(0, f"the hash {algorithm!r} cannot be computed here")
    return algorithm


def disagreement(
    log: Log, found: list[dict[str, Any]], ended: list[dict[str, Any]], *, broken: bool
) -> Wrong | None:
    """The first checkpoint that does not lie on the way the log went, and was not closed."""
    agreed = 0
    for checkpoint in sorted(found, key=lambda one: int(one["pos"])):
        pos = checkpoint["pos"]
        if log.room and checkpoint["room"] != log.room:
            return Wrong(1, f"checkpoints of {checkpoint['room']}, a log of {log.room}")
        if pos <= log.pos:
            if log.links[pos] != checkpoint["chain"]:
                if is_closed(checkpoint, ended):
                    continue
                told = f"the checkpoint of {checkpoint['at']} saw another history"
                return Wrong(pos, told, since=agreed + 1)
            agreed = pos
        elif not broken and not is_closed(checkpoint, ended):
            told = f"the log ends at {log.pos}, a checkpoint saw {pos}: its tail is missing"
            return Wrong(log.pos + 1, told)
    return None


def verify(
    lines: Iterable[str], witness: Iterable[str] | None = None, key: str | None = None
) -> dict[str, Any]:
    """A report; `wrong` is None when everything fits."""
    notes: list[str] = []
    log, count = Log("sha256"), 0
    faults: list[Wrong] = []
    try:
        found = [] if witness is None else read_checkpoints(witness, notes)
        count = len(found)
        check_checkpoints(found, key, notes)
        ended = closings(found, key, notes)
        log.algorithm = usable(found[0]["algorithm"] if found else "sha256")
        try:
            for line in lines:
                if line.strip():
                    log.take(line)
        except Wrong as fault:
            faults.append(fault)
        # A rewritten stretch parts from a checkpoint before its chain breaks, if it breaks at all.
        if (parted := disagreement(log, found, ended, broken=bool(faults))) is not None:
            faults.append(parted)
    except Wrong as fault:
        faults.append(fault)
    wrong = min(faults, key=lambda fault: fault.since, default=None)
    return {
        "ok": wrong is None,
        "room": log.room,
        "events": log.pos,
        "chain": log.chain.hex(),
        "checkpoints": count,
        "wrong": wrong and {"pos": wrong.pos, "since": wrong.since, "problem": wrong.problem},
        "notes": notes,
    }


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description="Check an exported log against its checkpoints.")
    parser.add_argument("log", type=Path, help="JSON Lines of CloudEvents")
    parser.add_argument("--witness", type=Path, help="the checkpoints, JSON Lines")
    parser.add_argument("--key", help="hex of the witness's public key")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    try:
        witness = asked.witness.read_text(encoding="utf-8").split("\n") if asked.witness else None
        with asked.log.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
            found = verify(lines, witness, asked.key)
    except (OSError, UnicodeDecodeError) as unread:
        # Not 1: a file that cannot be read says nothing about the log.
        parser.error(str(unread))
    if asked.json:
        print(json.dumps(found))
        return 0 if found["ok"] else 1
    for note in found["notes"]:
        print(f"note: {note}")
    if wrong := found["wrong"]:
        first, last = wrong["since"], wrong["pos"]
        where = f"{last}" if first == last else f"between {first} and {last}"
        print(f"WRONG at position {where}: {wrong['problem']}")
        return 1
    print(f"sound: {found['room']}, {found['events']} events, chain {found['chain']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
