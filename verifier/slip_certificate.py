"""The parts of a pay slip's certificate, each proven against the others while it is read.

Written from docs/certificate.md; shares no code with the product.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any

from certificate import ROOMS, Link, Wrong, check_citations, check_evidence, check_facts
from evidence import facts_sha256, standing

Json = Any  # Whatever a JSON text may hold.
DRAWN = "gateway.pay_slip_drawn.v1"
TOTALS = ("gross_fen", "own_fen", "tax_fen", "net_fen", "unit_fen")
DAY = timedelta(days=1)


def month_of(name: str) -> int:
    """`2024-06` as a number that can be counted."""
    return int(name[:4]) * 12 + int(name[5:7]) - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - DAY


class Rules:
    """Every version of every pay policy, which together have the hash that the slip names."""

    def __init__(self, told: list[dict[str, str]], sha256: str) -> None:
        whole = hashlib.sha256()
        self.versions: dict[tuple[str, str], list[dict[str, Json]]] = {}
        for one in told:
            content = one["content"].encode()
            place = f"{one['policy']} {one['layer']} {one['effective_from']} "
            whole.update(place.encode() + hashlib.sha256(content).digest())
            tree = json.loads(content)
            if [tree[k] for k in ("policy", "layer", "effective_from")] != place.split():
                raise Wrong(f"rules {place.strip()}", "its text is of another policy or day")
            version = {"day": one["effective_from"], "content": content, "tree": tree}
            self.versions.setdefault((one["policy"], one["layer"]), []).append(version)
        if whole.hexdigest() != sha256:
            raise Wrong("rules", "not the policies that the slip was drawn by")

    def _at(self, policy: str, layer: str, month: int) -> dict[str, Json] | None:
        day = str(first_day(month))
        begun = [v for v in self.versions.get((policy, layer), []) if v["day"] <= day]
        return begun[-1] if begun else None

    def at(self, policy: str, layer: str, month: int) -> Json:
        """What is in force on the first of the month. Raises KeyError for none."""
        version = self._at(policy, layer, month)
        if version is None:
            raise KeyError(f"{policy} {layer} {month}")
        return version["tree"]

    def used(self, policy: str, month: int) -> dict[str, str]:
        """How a line of the month must name it."""
        pair = [self._at(policy, layer, month) for layer in ("law", "bureau")]
        found = [version for version in pair if version is not None]
        texts = [version["content"] for version in found]
        days = "+".join(version["day"] for version in found)
        bureau = f"@{pair[1]['tree']['bureau']}" if pair[1] is not None else ""
        whole = b"".join(b"%d:%s," % (len(text), text) for text in texts)
        return {"id": f"{policy}{bureau}/{days}", "sha256": hashlib.sha256(whole).hexdigest()}


class SlipCertificate:
    """Its parts, each proven against the others while it is read. Raises Wrong."""

    def __init__(self, told: dict[str, Json]) -> None:
        self.told = told
        if hashlib.sha256(told["slip"].encode()).hexdigest() != told["slip_sha256"]:
            raise Wrong("slip", "its bytes do not have the hash")
        self.slip = json.loads(told["slip"])
        self.month = month_of(told["month"])
        self.record = Link(told["record"], "record")
        self.opening = Link(told["opening"], "opening")
        self.release = Link(told["release"], "release")
        self._check_run()
        earlier = [Link(one, f"earlier {n}") for n, one in enumerate(told["earlier"], 1)]
        self._earlier = earlier
        self.earlier = [self._slip_of(link) for link in earlier]
        self._check_order()
        self.evidence = [Link(one, f"evidence {n}") for n, one in enumerate(told["evidence"], 1)]
        self._check_evidence()
        self.known = {link.fact.id: link.fact for link in self.evidence}
        self.facts = standing(self.known)
        check_citations(self.slip, "slip", self.known)
        check_facts(self.slip, "slip", facts_sha256(self.facts, last_day(self.month)))
        self.rules = Rules(told["rules"], self.slip["rules_sha256"])

    def links(self) -> list[Link]:
        return [self.record, self.opening, self.release, *self._earlier, *self.evidence]

    def covered(self) -> dict[str, int]:
        """How far a checkpoint must reach, by room."""
        found = {link.room: link.pos for link in self.evidence}
        return found | {"gateway": self.release.pos}

    def places(self) -> dict[tuple[str, int], str]:
        return {}

    def sealed(self) -> list[str]:
        """The lines that the seal is over."""
        told = self.told
        lines = [told[name] for name in ("format", "person", "run_id", "month", "slip_sha256")]
        return [*lines, *(link.sealed for link in self.links())]

    def _slip_of(self, link: Link) -> Json:
        data = link.fact.data
        if link.fact.type != DRAWN or link.subject != self.told["person"]:
            raise Wrong(link.place, "not a slip of this person")
        if hashlib.sha256(data["slip"].encode()).hexdigest() != data["slip_sha256"]:
            raise Wrong(link.place, "its slip does not have the hash")
        slip = json.loads(data["slip"])
        if (slip["person"], slip["month"]) != (link.subject, data["month"]):
            raise Wrong(link.place, "its slip is of somebody or some month else")
        for name in TOTALS:
            if data[name] != slip.get(name, 0):
                raise Wrong(link.place, f"it says another {name} than its slip")
        return slip

    def _check_run(self) -> None:
        told, data = self.told, self.record.fact.data
        opened, released = self.opening.fact, self.release.fact
        if self._slip_of(self.record) != self.slip:
            raise Wrong(self.record.place, "it holds another slip")
        said = {
            "slip": (data["slip"], told["slip"]),
            "run": (data["run"], told["run_id"]),
            "month": (data["month"], told["month"]),
            "outcome": (data["outcome"], self.slip["outcome"]),
        }
        for name, (found, expected) in said.items():
            if found != expected:
                raise Wrong(self.record.place, f"the record says another {name}")
        for link, type_ in ((self.opening, "opened"), (self.release, "released")):
            if (link.fact.type, link.subject) != (f"gateway.pay_run_{type_}.v1", told["run_id"]):
                raise Wrong(link.place, f"not how this run was {type_}")
        if (opened.data["month"], opened.data["rules_sha256"]) != (
            told["month"],
            self.slip["rules_sha256"],
        ):
            raise Wrong(self.opening.place, "the run was opened for another month or other rules")
        if not self.opening.pos < self.record.pos < self.release.pos:
            raise Wrong(self.release.place, "opened, drawn and released in another order")
        if not released.data["files"]:
            raise Wrong(self.release.place, "it released nothing")

    def _check_order(self) -> None:
        months = [slip["month"] for slip in self.earlier]
        if months != sorted(set(months)) or (months and months[-1] >= self.told["month"]):
            raise Wrong("earlier", "not the slips of the months before, in order")

    def _check_evidence(self) -> None:
        """Of this person alone; the rest as of any answer."""
        for link in self.evidence:
            if link.subject != self.told["person"] or link.room not in ROOMS:
                raise Wrong(link.place, "about somebody else")
        check_evidence(self.evidence, self.slip, "slip")
