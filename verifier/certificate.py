"""A certificate's parts, each proven against the others while it is read.

Written from docs/certificate.md; shares no code with the product.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Iterator  # noqa: UP035  So that Python 3.9 runs it.

import verify_log
from evidence import GRADE_DECIDED, Fact, facts_sha256, read_fact, standing

FORMAT = "jingheng.certificate.v1"
MEMBERS = {
    *("format", "person", "kind", "decision", "decision_sha256"),
    *("record", "evidence", "policies", "checkpoints", "seal"),
}
SLIP_FORMAT = "jingheng.pay_slip_certificate.v1"
SLIP_MEMBERS = {
    *("format", "person", "run_id", "month", "slip", "slip_sha256", "record", "opening"),
    *("release", "earlier", "evidence", "rules", "checkpoints", "seal"),
}
FORMATS = {FORMAT: MEMBERS, SLIP_FORMAT: SLIP_MEMBERS}
ROOMS = ("roster", "assessment", "training")


class Wrong(Exception):
    """Where, and what."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place, self.problem = place, problem


class Link:
    """One event of the certificate with the links on both its sides."""

    def __init__(self, told: dict[str, str], place: str) -> None:
        try:
            self.room, self.before = told["room"], told["before"]
            raw = verify_log.members(told["event"])
            body = verify_log.canonical_bytes(raw)
            self.chain = verify_log.attribute(raw, "chain")
            self.pos = int(verify_log.attribute(raw, "pos"))
            self.subject = verify_log.attribute(raw, "subject")
            self.fact = read_fact(raw)
            self.place = f"{place}, {self.room} position {self.pos}"
            self.sealed = f"{self.room} {told['algorithm']} {self.before} {self.chain}"
            algorithm = verify_log.usable(told["algorithm"])
            made = hashlib.new(algorithm, bytes.fromhex(self.before) + body).hexdigest()
        except (ValueError, KeyError, TypeError, verify_log.Wrong) as fault:
            raise Wrong(place, f"not an event: {fault}") from fault
        if self.fact.room != self.room:
            raise Wrong(self.place, "an event of another room")
        if made != self.chain:
            raise Wrong(self.place, "the chain does not fit what the event says")


def read(text: str) -> dict[str, Any]:
    """Raises Wrong for a text that is no certificate."""
    try:
        found = json.loads(text)
    except ValueError as fault:
        raise Wrong("certificate", f"not JSON: {fault}") from fault
    if not isinstance(found, dict) or set(found) != FORMATS.get(str(found.get("format"))):
        raise Wrong("certificate", f"not a {FORMAT} or {SLIP_FORMAT}")
    return found


def check_evidence(evidence: list[Link], answer: dict[str, Any], name: str) -> None:
    """Each room's events in their order; as many as the answer says it knew. Raises Wrong."""
    last: dict[str, Link] = {}
    for link in evidence:
        before = last.get(link.room)
        if before is not None and (link.pos <= before.pos or link.fact.seq <= before.fact.seq):
            raise Wrong(link.place, "out of its order")
        if before is not None and link.pos == before.pos + 1 and link.before != before.chain:
            raise Wrong(link.place, "does not follow the event ahead of it")
        last[link.room] = link
    said = {one["room"]: one for one in answer.get("evidence", [])}
    for room in ROOMS:
        seqs = [link.fact.seq for link in evidence if link.room == room]
        known = (said[room]["facts"], said[room]["subject_seq"]) if room in said else (0, 0)
        if (len(seqs), max(seqs, default=0)) != known:
            told = f"{len(seqs)} facts up to {max(seqs, default=0)}; the {name} knew"
            raise Wrong(f"evidence of {room}", f"{told} {known[0]} up to {known[1]}")


def check_citations(answer: dict[str, Any], name: str, known: dict[str, Fact]) -> None:
    """Whatever the answer names is in the evidence and is what it is said to be. Raises Wrong."""
    for where, cited in citations(answer, name):
        fact = known.get(cited["event_id"])
        if fact is None:
            raise Wrong(where, f"names event {cited['event_id']}, which is not in the evidence")
        day = fact.type == GRADE_DECIDED or str(fact.day) == cited["effective_on"]
        if fact.type != cited["type"] or not day:
            raise Wrong(where, f"event {fact.id} is something else")


def check_facts(answer: dict[str, Any], name: str, sha256: str) -> None:
    """The facts that stand in the evidence are those it was taken from. Raises Wrong."""
    if sha256 != answer.get("facts_sha256"):
        raise Wrong(f"{name}/facts_sha256", "other facts stand in the evidence")


class Certificate:
    """Its parts, each proven against the others while it is read. Raises Wrong."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        if hashlib.sha256(told["decision"].encode()).hexdigest() != told["decision_sha256"]:
            raise Wrong("decision", "its bytes do not have the hash")
        self.decision = json.loads(told["decision"])
        self.record = Link(told["record"], "record")
        self._check_record()
        self.evidence = [Link(one, f"evidence {n}") for n, one in enumerate(told["evidence"], 1)]
        self._check_evidence()
        self.known = {link.fact.id: link.fact for link in self.evidence}
        self.facts = standing(self.known)
        self.as_of = date.fromisoformat(self.decision["as_of"])
        check_citations(self.decision, "decision", self.known)
        check_facts(self.decision, "decision", facts_sha256(self.facts, self.as_of))
        self.policies = {one["id"]: self._policy(one) for one in told["policies"]}
        for used in self.decision.get("policies", []):
            if used["id"] not in self.policies:
                raise Wrong(f"policy {used['id']}", "the decision used it, it is not here")

    def links(self) -> list[Link]:
        return [self.record, *self.evidence]

    def covered(self) -> dict[str, int]:
        """How far a checkpoint must reach, by room."""
        data = self.record.fact.data
        return {room: data[f"{room}_pos"] for room in ROOMS} | {"gateway": self.record.pos}

    def places(self) -> dict[tuple[str, int], str]:
        """Links that are known besides those of the events here."""
        data = self.record.fact.data
        return {(room, data[f"{room}_pos"]): data[f"{room}_chain"] for room in ROOMS}

    def sealed(self) -> list[str]:
        """The lines that the seal is over."""
        told = self.told
        lines = [told["format"], told["person"], told["kind"], told["decision_sha256"]]
        lines += [link.sealed for link in self.links()]
        return [*lines, *(f"{policy['id']} {policy['sha256']}" for policy in told["policies"])]

    def _check_record(self) -> None:
        told, data, decision = self.told, self.record.fact.data, self.decision
        said = {
            "type": (self.record.fact.type, "gateway.decision_recorded.v1"),
            "subject": (self.record.subject, told["person"]),
            "person": (decision["person"], told["person"]),
            "decision": (data["decision"], told["decision"]),
            "hash": (data["decision_sha256"], told["decision_sha256"]),
            "kind": (decision["kind"], told["kind"]),
            "recorded kind": (data["kind"], told["kind"]),
            "outcome": (data["outcome"], decision["outcome"]),
        }
        for name, (found, expected) in said.items():
            if found != expected:
                raise Wrong(self.record.place, f"the record says another {name}")

    def _check_evidence(self) -> None:
        data = self.record.fact.data
        for link in self.evidence:
            room = link.room
            if link.subject != self.told["person"]:
                raise Wrong(link.place, "about somebody else")
            if room not in ROOMS or link.pos > data[f"{room}_pos"]:
                raise Wrong(link.place, "not yet known when the decision was taken")
            if link.pos == data[f"{room}_pos"] and link.chain != data[f"{room}_chain"]:
                raise Wrong(link.place, "the decision knew another history")
        check_evidence(self.evidence, self.decision, "decision")

    def _policy(self, told: dict[str, Any]) -> dict[str, Any]:
        """Its layers, by name."""
        place = f"policy {told['id']}"
        texts = [layer["content"].encode() for layer in told["layers"]]
        whole = b"".join(b"%d:%s," % (len(text), text) for text in texts)
        if hashlib.sha256(whole).hexdigest() != told["sha256"]:
            raise Wrong(place, "its text does not have the hash")
        used = [
            one["sha256"] for one in self.decision.get("policies", []) if one["id"] == told["id"]
        ]
        if used != [told["sha256"]]:
            raise Wrong(place, "not the policy the decision used")
        layers = {layer["layer"]: json.loads(layer["content"]) for layer in told["layers"]}
        days = "+".join(layer["effective_from"] for layer in layers.values())
        name = told["id"].partition("/")[0].partition("@")[0]
        same = all(
            layers[one["layer"]]["policy"] == name
            and layers[one["layer"]]["layer"] == one["layer"]
            and layers[one["layer"]]["effective_from"] == one["effective_from"]
            for one in told["layers"]
        )
        if not same or told["id"].rpartition("/")[2] != days:
            raise Wrong(place, "its text is of another policy or day")
        return layers


def citations(tree: object, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every event a decision names, with the place where it does."""
    if isinstance(tree, dict) and set(tree) == {"event_id", "type", "effective_on"}:
        yield where, tree
    elif isinstance(tree, dict):
        for name, part in tree.items():
            label = f"{where}/{name}"
            yield from citations(part, label)
    elif isinstance(tree, list):
        for number, part in enumerate(tree):
            claim = part.get("claim", "") if isinstance(part, dict) else ""
            yield from citations(part, f"{where}/{number}" + (f" ({claim})" if claim else ""))
