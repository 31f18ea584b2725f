#!/usr/bin/env python3
"""Checks a certificate of 警衡 Jingheng, offline; decides rank promotions and reckons slips anew.

    python3 verify_certificate.py CERTIFICATE.json [--key ROOM=HEX] [--log LOG.jsonl] [--json]

HEX: a room's Ed25519 public key, as you were given it; `gateway` also is the key of the seal.
LOG.jsonl: a room's log, as `./jingheng events export ROOM FILE` writes it: every event of that room
is looked up in it. Both may be given for several rooms.

Needs Python 3.9 and the files beside this one; signatures are checked when `cryptography` is
installed. Written from docs/certificate.md; shares no code with the product. Exit codes: 0 sound,
1 wrong or decided otherwise, 2 usage.
"""
# ruff: noqa: T201  A program that prints its findings.

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, Iterator  # noqa: UP035  So that Python 3.9 runs it.

import police_rank
import verify_log
from certificate import ROOMS, SLIP_FORMAT, Certificate, Wrong, read
from pay_slip import judge_slip
from slip_certificate import SlipCertificate
from words import NotJudged

JUDGED = ("outcome", "from", "to", "due_on", "effective_on", "blocked_until", "earliest_on")


def check_checkpoints(
    found: Certificate | SlipCertificate, keys: dict[str, str], notes: list[str]
) -> None:
    """Signed by the keys given, at or after what they cover, and of the same history."""
    places, covered = found.places(), found.covered()
    for link in found.links():
        places[link.room, link.pos] = link.chain
        places[link.room, link.pos - 1] = link.before
    for checkpoint in found.told["checkpoints"]:
        room, pos = checkpoint["room"], checkpoint["pos"]
        place = f"checkpoint of {room} at position {pos}"
        if room in keys and verify_log.Ed25519PublicKey is not None:
            if not verify_log.is_signed(checkpoint, keys[room]):
                raise Wrong(place, "not signed by the key you trust")
        else:
            notes.append(f"SIGNATURE NOT CHECKED: {place}")
        if places.get((room, pos), checkpoint["chain"]) != checkpoint["chain"]:
            raise Wrong(place, "it saw another history")
        if pos < covered.pop(room, pos + 1):
            raise Wrong(place, "it covers nothing here")
    uncovered = [room for room, pos in covered.items() if pos]
    if uncovered:
        notes.append(f"no checkpoint covers: {', '.join(uncovered)}")


def check_seal(found: Certificate | SlipCertificate, key: str | None, notes: list[str]) -> None:
    seal = found.told["seal"]
    if key is None or verify_log.Ed25519PublicKey is None:
        notes.append(
            "SEAL NOT CHECKED: who issued this, and that its facts are whole, is not shown"
        )
        return
    try:
        public = verify_log.Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(seal["signature"]), "\n".join(found.sealed()).encode())
    except (verify_log.InvalidSignature, ValueError, TypeError) as fault:
        raise Wrong("seal", "not signed by the gateway's key you trust") from fault
    if seal["key"] != key:
        raise Wrong("seal", "it names another key")


def check_log(found: Certificate | SlipCertificate, path: Path) -> str:
    """Every event of the log's room stands there; the room's name. Raises Wrong."""
    links = found.links()
    algorithms = {one["room"]: one["algorithm"] for one in found.told["evidence"]}
    log = verify_log.Log("sha256")
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            try:
                if not log.room:
                    room = json.loads(line)["type"].partition(".")[0]
                    log.algorithm = verify_log.usable(algorithms.get(room, "sha256"))
                log.take(line)
            except verify_log.Wrong as fault:
                raise Wrong(f"{path.name}, position {fault.pos}", fault.problem) from fault
            except (LookupError, TypeError, ValueError, AttributeError) as fault:
                raise Wrong(path.name, f"not a log: {fault!r}") from fault
    for link in links:
        if link.room == log.room and log.links[link.pos : link.pos + 1] != [link.chain]:
            raise Wrong(link.place, f"not what stands in {path.name}")
    for checkpoint in found.told["checkpoints"]:
        pos, chain = checkpoint["pos"], checkpoint["chain"]
        if checkpoint["room"] == log.room and log.links[pos : pos + 1] != [chain]:
            raise Wrong(f"checkpoint of {log.room} at position {pos}", f"not in {path.name}")
    return str(log.room)


def judge(found: Certificate) -> str:
    """`agrees`, `differs: ...` or `not judged: ...`."""
    try:
        own = _decided(found)
    except NotJudged as why:
        return f"not judged: {why}"
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        return f"not judged: a policy or fact in an unknown form ({fault!r})"
    differences = list(compared(own, found.decision))
    return f"differs: {'; '.join(differences)}" if differences else "agrees"


def _decided(found: Certificate) -> dict[str, Any]:
    decision, policies = found.decision, found.policies
    ranks = [name for name in policies if name.partition("/")[0].startswith("police_rank@")]
    if decision["kind"] != "police_rank":
        raise NotJudged(f"the kind {decision['kind']}")
    if decision["reading"] != "as_it_should_be":
        raise NotJudged(f"the reading {decision['reading']}")
    if len(ranks) != 1:
        raise NotJudged("orders under several policies")
    if any(one.get("reason") == "CONFLICT" for one in decision.get("findings", [])):
        raise NotJudged("facts that contradict each other")
    layers = policies[ranks[0]]
    since = max(layer["effective_from"] for layer in layers.values())
    own = police_rank.decide(found.as_of, found.facts, found.known, layers["law"], layers["bureau"])
    if since > decision["as_of"]:
        own["outcome"] = f"not to be had: the policy is in force only from {since}"
    return own


def compared(own: dict[str, Any], decision: dict[str, Any]) -> Iterator[str]:
    told = {name: decision.get(name) for name in (*JUDGED, "next_due_on")}
    unmet = (one for one in decision.get("findings", []) if not one["met"] and one.get("reason"))
    told["reasons"] = sorted({one["reason"] for one in unmet})
    told["steps"] = [(one.get("to"), one["effective_on"]) for one in decision.get("steps", [])]
    for name, value in told.items():
        mine = own.get(name)
        mine = str(mine) if isinstance(mine, date) else mine
        if mine != value:
            yield f"{name} is {value}, by the evidence and policy it is {mine}"


def verify(
    text: str, keys: dict[str, str] | None = None, logs: list[Path] | None = None
) -> dict[str, Any]:
    """A report; `wrong` is None when everything fits together."""
    notes: list[str] = []
    report: dict[str, Any] = {"ok": False, "wrong": None, "judgement": "", "notes": notes}
    try:
        told = read(text)
        found = SlipCertificate(told) if told["format"] == SLIP_FORMAT else Certificate(told)
        check_checkpoints(found, keys or {}, notes)
        check_seal(found, (keys or {}).get("gateway"), notes)
        rooms = {check_log(found, path) for path in logs or []}
    except Wrong as wrong:
        report["wrong"] = {"place": wrong.place, "problem": wrong.problem}
        return report
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        report["wrong"] = {"place": "certificate", "problem": f"malformed: {fault!r}"}
        return report
    if missing := sorted({link.room for link in found.evidence} - rooms):
        notes.append(f"not looked up in a log: the events of {', '.join(missing)}")
    report["judgement"] = judge_slip(found) if told["format"] == SLIP_FORMAT else judge(found)
    report["ok"] = not report["judgement"].startswith("differs")
    return report


def _key(text: str) -> tuple[str, str]:
    room, _, key = text.partition("=")
    if room not in (*ROOMS, "gateway") or not key:
        raise argparse.ArgumentTypeError("write ROOM=HEX")
    return room, key


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(
        description="Check the certificate of a decision or a pay slip, offline."
    )
    parser.add_argument("certificate", type=Path)
    parser.add_argument("--key", type=_key, action="append", default=[], help="ROOM=HEX")
    parser.add_argument("--log", type=Path, action="append", default=[], help="an exported log")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    try:
        text = asked.certificate.read_bytes().decode(errors="surrogateescape")
        found = verify(text, dict(asked.key), asked.log)
    except OSError as fault:
        parser.error(str(fault))
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0 if found["ok"] else 1
    for note in found["notes"]:
        print(f"note: {note}")
    if found["wrong"]:
        print(f"WRONG at {found['wrong']['place']}: {found['wrong']['problem']}")
        return 1
    print(f"whole: hashes, links, citations and policies fit\ndecided anew: {found['judgement']}")
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
